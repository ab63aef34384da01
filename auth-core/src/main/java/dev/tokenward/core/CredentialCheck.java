package dev.tokenward.core;

import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks a credential by what its kind says of the fields, then by the kind itself. */
final class CredentialCheck {

  private final Map<String, Field> fields;
  private final CredentialProvider provider;

  CredentialCheck(CredentialProvider provider) {
    this.provider = provider;
    this.fields =
        provider.describe().fields().stream()
            .collect(Collectors.toMap(Field::name, Function.identity()));
  }

  List<FieldProblem> problems(Credential credential) {
    List<FieldProblem> problems = new ArrayList<>();
    for (Field field : provider.describe().fields()) {
      problem(credential, field).ifPresent(text -> add(problems, field.name(), text));
    }
    // A provider may take for granted that its own fields are present and well formed.
    if (problems.isEmpty()) {
      problems.addAll(provider.validate(credential));
    }
    unknown(credential).forEach(name -> add(problems, name, noField()));
    return problems;
  }

  private String noField() {
    return "is no field of this kind, which has "
        + provider.describe().fields().stream().map(Field::name).collect(Collectors.joining(", "));
  }

  private static void add(List<FieldProblem> problems, String field, String text) {
    problems.add(new FieldProblem(field, text));
  }

  private Set<String> unknown(Credential credential) {
    Set<String> names = new TreeSet<>(credential.fields().keySet());
    names.addAll(credential.secrets().keySet());
    names.removeAll(fields.keySet());
    return names;
  }

  private static Optional<String> problem(Credential credential, Field field) {
    boolean secret = field.type() == Field.Type.SECRET;
    boolean plainGiven = credential.fields().containsKey(field.name());
    boolean secretGiven = credential.secrets().containsKey(field.name());
    if (secret && plainGiven) {
      return Optional.of("is a secret: give it as one, never among the public fields");
    }
    if (!secret && secretGiven) {
      return Optional.of("is no secret: give it among the public fields");
    }
    if (!plainGiven && !secretGiven) {
      return field.required() ? Optional.of("is missing: " + wanted(field)) : Optional.empty();
    }
    return secret ? Optional.empty() : malformed(field, credential.field(field.name()).orElse(""));
  }

  /** What it is, without the stop at its end: whoever shows a problem ends the sentence. */
  private static String wanted(Field field) {
    String help = field.help().replaceFirst("\\.$", "");
    return field.choices().isEmpty() ? help : help + "; take " + oneOf(field);
  }

  private static String oneOf(Field field) {
    return "one of " + String.join(", ", field.choices());
  }

  private static Optional<String> malformed(Field field, String value) {
    if (value.isBlank()) {
      return field.required() ? Optional.of("is empty: " + wanted(field)) : Optional.empty();
    }
    return switch (field.type()) {
      case URL ->
          isUrl(value) ? Optional.empty() : Optional.of("is no URL of the form https://host/path");
      case CHOICE ->
          field.choices().contains(value) ? Optional.empty() : Optional.of("takes " + oneOf(field));
      case ORGANIZATION -> organization(value);
      case TEXT, SECRET, FILE, SCOPES -> Optional.empty();
    };
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = URI.create(value);
      return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> organization(String value) {
    try {
      Organization.parse(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
