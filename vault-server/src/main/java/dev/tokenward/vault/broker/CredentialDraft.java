package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.upstream.Destinations;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks what is to be kept of a credential before anything is kept. Immutable. */
public final class CredentialDraft {

  private final Map<String, CredentialProvider> providers;
  private final Destinations allowed;
  private final Ambient ambient;

  /**
   * Knows these kinds, and what the operator allows.
   *
   * @param ambient what of this machine a credential may name
   */
  public CredentialDraft(
      Map<String, CredentialProvider> providers, Destinations allowed, Ambient ambient) {
    this.providers = Map.copyOf(providers);
    this.allowed = allowed;
    this.ambient = ambient;
  }

  /**
   * The origins to which a credential's secrets may be sent, and the fields that decide it, each in
   * one spelling only. Bound to its secrets.
   */
  public List<String> destinations(Credential credential) {
    CredentialProvider provider = provider(credential.kind());
    TreeSet<String> found = new TreeSet<>();
    provider
        .destinations(meant(provider, credential))
        .forEach(origin -> found.add(origin.toString()));
    provider.describe().fields().stream()
        .filter(Field::destination)
        .forEach(field -> canonical(field, credential).ifPresent(found::add));
    return List.copyOf(found);
  }

  private static Optional<String> canonical(Field field, Credential credential) {
    return credential
        .field(field.name())
        .map(
            value ->
                field.type() == Field.Type.ORGANIZATION
                    ? Organization.parse(value).baseUrl().toString()
                    : value)
        .map(value -> field.name() + "=" + value);
  }

  /** Refuses a credential that could not be opened, or that would send where it must not. */
  void check(Credential credential) {
    CredentialProvider provider = provider(credential.kind());
    Credential meant = meant(provider, credential);
    // First what is misspelt: what is missing is then often the same field.
    TokenSources.check(provider, meant).stream()
        .min(Comparator.comparing(problem -> isField(provider, problem.field())))
        .ifPresent(
            problem -> {
              throw wrong(provider, credential, problem);
            });
    boolean identity = namesIdentity(provider, credential);
    Stream.concat(
            provider.destinations(meant).stream()
                .filter(origin -> !allowed.allows(origin, identity)),
            organizations(provider, credential).filter(origin -> !allowed.allows(origin)))
        .findFirst()
        .ifPresent(
            origin -> {
              throw notAllowed(provider, credential, origin);
            });
    new FileWays(ambient)
        .astray(provider, credential, meant)
        .ifPresent(
            astray -> {
              throw astray(provider, credential, astray);
            });
  }

  private static boolean isField(CredentialProvider provider, String name) {
    return provider.describe().fields().stream().anyMatch(field -> field.name().equals(name));
  }

  /**
   * Refuses secrets of which some could be left out. A kind may try several in turn, or look at one
   * of them only: then that a token came proves nothing of the others (S10).
   */
  void requireEachNeeded(Credential credential) {
    CredentialProvider provider = provider(credential.kind());
    Credential meant = meant(provider, credential);
    meant.secrets().keySet().stream()
        .sorted()
        .filter(name -> TokenSources.check(provider, without(meant, name)).isEmpty())
        .findFirst()
        .ifPresent(
            name -> {
              throw unproven(credential.name(), name);
            });
  }

  private static Credential without(Credential whole, String secret) {
    Map<String, Secret> rest = new TreeMap<>(whole.secrets());
    rest.remove(secret);
    return new Credential(whole.name(), whole.kind(), whole.fields(), rest);
  }

  private static RefusedException unproven(String credential, String secret) {
    String path = "secrets." + secret;
    return new RefusedException(
        Reason.BAD_INPUT,
        path
            + " may be left out, so nothing would prove that "
            + credential
            + " is taken by it and not by the others",
        path,
        "Rotate without it. What is to serve beside a secret is given by PATCH, and not proven.");
  }

  /** Where the proxy would send what the credential gives. */
  private static Stream<URI> organizations(CredentialProvider provider, Credential credential) {
    return provider.describe().fields().stream()
        .filter(field -> field.type() == Field.Type.ORGANIZATION)
        .flatMap(field -> credential.field(field.name()).stream())
        .map(value -> Organization.parse(value).baseUrl());
  }

  /** The secrets that the credential would be without: required ones that are missing. */
  List<String> missingSecrets(String kind, Map<String, Secret> secrets) {
    return provider(kind).describe().fields().stream()
        .filter(field -> field.type() == Field.Type.SECRET && field.required())
        .map(Field::name)
        .filter(name -> !secrets.containsKey(name))
        .toList();
  }

  private CredentialProvider provider(String kind) {
    return Optional.ofNullable(providers.get(kind))
        .orElseThrow(
            () ->
                new RefusedException(
                    Reason.BAD_INPUT,
                    "There is no kind " + kind,
                    "kind",
                    "Take one of " + String.join(", ", new TreeMap<>(providers).keySet()) + "."));
  }

  private static Stream<Field> ambientFields(CredentialProvider provider, Credential credential) {
    return provider.describe().fields().stream()
        .filter(field -> field.ambient() && credential.fields().containsKey(field.name()));
  }

  private static boolean namesIdentity(CredentialProvider provider, Credential credential) {
    return ambientFields(provider, credential).anyMatch(field -> field.type() != Field.Type.FILE);
  }

  /** The credential with what its names of things on this machine stand for (S3). */
  private Credential meant(CredentialProvider provider, Credential credential) {
    Map<String, String> fields = new TreeMap<>(credential.fields());
    ambientFields(provider, credential)
        .forEach(
            field ->
                fields.computeIfPresent(
                    field.name(),
                    (name, value) ->
                        ambient.meaning(field, value).orElseThrow(() -> undeclared(field))));
    ambient
        .unnamedIdentity(provider.describe().fields(), credential.fields())
        .ifPresent(
            field -> {
              throw unnamed(field);
            });
    return new Credential(credential.name(), credential.kind(), fields, credential.secrets());
  }

  private RefusedException unnamed(Field field) {
    String path = "fields." + field.name();
    return new RefusedException(
        Reason.BAD_INPUT,
        path
            + " is left out, which means the host's own identity, and the operator did not declare"
            + " that one",
        path,
        "Take one of "
            + String.join(", ", ambient.names(field))
            + ", or ask the operator to declare managedIdentity: true under ambient of the"
            + " configuration.");
  }

  private RefusedException undeclared(Field field) {
    String path = "fields." + field.name();
    Set<String> names = ambient.names(field);
    return new RefusedException(
        Reason.BAD_INPUT,
        path
            + " takes a name that the operator declared, since only the configuration file may"
            + " name something of the vault's machine",
        path,
        names.isEmpty()
            ? "Ask the operator to declare it under ambient of the configuration, then give its"
                + " name."
            : "Take one of " + String.join(", ", names) + ", or ask the operator to declare it.");
  }

  private static RefusedException wrong(
      CredentialProvider provider, Credential credential, FieldProblem problem) {
    String path = path(provider, credential, problem.field());
    return new RefusedException(
        Reason.BAD_INPUT, path + " " + problem.message(), path, "Correct " + path + ".");
  }

  private static String path(CredentialProvider provider, Credential credential, String field) {
    boolean secret =
        credential.secrets().containsKey(field)
            || provider.describe().fields().stream()
                .anyMatch(each -> each.name().equals(field) && each.type() == Field.Type.SECRET);
    return (secret ? "secrets." : "fields.") + field;
  }

  private static RefusedException astray(
      CredentialProvider provider, Credential credential, FileWays.Astray astray) {
    String field = destinationField(provider, credential);
    return new RefusedException(
        Reason.BAD_INPUT,
        field
            + " leads to "
            + astray.entry()
            + ", where what "
            + astray.field().name()
            + " names may not be sent",
        field,
        astray.nextStep());
  }

  private static String destinationField(CredentialProvider provider, Credential credential) {
    return provider.describe().fields().stream()
        .filter(each -> each.destination() && credential.fields().containsKey(each.name()))
        .map(Field::name)
        .findFirst()
        .map(name -> "fields." + name)
        .orElse("fields");
  }

  private static RefusedException notAllowed(
      CredentialProvider provider, Credential credential, URI origin) {
    String field = destinationField(provider, credential);
    return new RefusedException(
        Reason.BAD_INPUT,
        field
            + " leads to "
            + Destinations.entryFor(origin)
            + ", which the operator does not allow",
        field,
        "Ask the operator to add "
            + Destinations.entryFor(origin)
            + " to destinations.allow of the configuration.");
  }

  /** Both maps under one, for what a change merges. */
  static <V> Map<String, V> merged(Map<String, V> old, Map<String, V> given) {
    Map<String, V> merged = new TreeMap<>(old);
    merged.putAll(given);
    return merged;
  }
}
