package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.vault.upstream.Destinations;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads {@code credentials}. Which fields there are and whether their values are good, each kind
 * says itself. Confined.
 */
final class CredentialReader {

  private final Map<String, CredentialProvider> kinds;
  private final References references;
  private final Optional<Destinations> allowed;
  private final boolean keeps;
  private boolean identityNamed;

  private CredentialReader(
      Map<String, CredentialProvider> kinds,
      References references,
      Optional<Destinations> allowed,
      boolean keeps) {
    this.kinds = kinds;
    this.references = references;
    this.allowed = allowed;
    this.keeps = keeps;
  }

  /**
   * Reads the credentials of a vault's own configuration.
   *
   * @param keeps whether the vault keeps what comes of them
   */
  static CredentialReader ofVault(
      Map<String, CredentialProvider> kinds,
      References references,
      Destinations allowed,
      boolean keeps) {
    return new CredentialReader(kinds, references, Optional.of(allowed), keeps);
  }

  /** Reads credentials for a vault that knows itself what is allowed and what names mean. */
  static CredentialReader forAnotherVault(
      Map<String, CredentialProvider> kinds, References references) {
    return new CredentialReader(kinds, references, Optional.empty(), true);
  }

  /** Whether one that was read names the host's own identity. */
  boolean identityNamed() {
    return identityNamed;
  }

  List<Credential> read(Section sections) {
    return sections.named().entrySet().stream()
        .flatMap(entry -> credential(entry.getKey(), entry.getValue()).stream())
        .toList();
  }

  private Optional<Credential> credential(String name, Section section) {
    Optional<Setting> kindKey = section.required("kind", knownKinds());
    return kindKey
        .flatMap(this::kind)
        .filter(kind -> lasts(kind, kindKey.orElseThrow()))
        .flatMap(kind -> ofKind(kind, name, section));
  }

  /**
   * What a person consented to changes with every renewal, so it has to be kept somewhere (S26).
   */
  private boolean lasts(CredentialProvider kind, Setting place) {
    boolean lasts = keeps || !(kind instanceof Authorizable);
    if (!lasts) {
      place.problem(
          "A person authorizes this kind, and without stateDir the vault keeps nothing of that. Add"
              + " stateDir: PATH.");
    }
    return lasts;
  }

  private Optional<CredentialProvider> kind(Setting setting) {
    Optional<String> name = setting.text();
    Optional<CredentialProvider> kind = name.map(kinds::get);
    if (kind.isEmpty()) {
      name.ifPresent(
          each ->
              setting.problem(
                  "There is no kind "
                      + each
                      + "."
                      + DidYouMean.among(kinds.keySet(), each)
                      + " "
                      + knownKinds()));
    }
    return kind;
  }

  private String knownKinds() {
    return "Known kinds: " + String.join(", ", new TreeSet<>(kinds.keySet())) + ".";
  }

  private Optional<Credential> ofKind(CredentialProvider kind, String name, Section section) {
    List<Field> fields = kind.describe().fields();
    CredentialFields values = new CredentialFields(section, references, allowed.isEmpty());
    fields.forEach(values::read);
    section.refuseOthers();
    if (!values.complete()) {
      return Optional.empty();
    }
    Credential credential = values.credential(name, kind.describe().kind());
    List<FieldProblem> problems =
        TokenSources.check(kind, credential).stream()
            .filter(each -> !values.isStandIn(each.field()))
            .toList();
    problems.forEach(each -> section.at(each.field()).problem(each.message()));
    boolean identity = values.namesIdentity(fields);
    identityNamed |= identity;
    if (problems.isEmpty() && allowed.isPresent()) {
      checkDestinations(kind, credential, section, each -> allowed.get().allows(each, identity));
    }
    return Optional.of(credential);
  }

  private static void checkDestinations(
      CredentialProvider kind, Credential credential, Section section, Predicate<URI> allowed) {
    Setting place =
        kind.describe().fields().stream()
            .filter(field -> field.destination() && section.has(field.name()))
            .findFirst()
            .map(field -> section.at(field.name()))
            .orElse(section.place());
    kind.destinations(credential).stream()
        .filter(allowed.negate())
        .sorted()
        .forEach(
            each ->
                place.problem(
                    "The vault would send to "
                        + each
                        + ", which destinations.allow does not hold. If that is right, add "
                        + Destinations.entryFor(each)
                        + " to destinations.allow."));
  }
}
