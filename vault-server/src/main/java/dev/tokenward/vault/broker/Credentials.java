package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The credentials of the store, as their kinds understand them. */
final class Credentials {

  private final Store store;
  private final Map<String, CredentialProvider> providers;
  private final Ambient ambient;

  /**
   * Reads {@code store} with the help of {@code providers}, by kind.
   *
   * @param ambient what names of things on this machine mean
   */
  public Credentials(Store store, Map<String, CredentialProvider> providers, Ambient ambient) {
    this.store = store;
    this.providers = Map.copyOf(providers);
    this.ambient = ambient;
  }

  /** The credential of that name. */
  Optional<KeptCredential> find(String name) {
    return store.find(CredentialRecord.NOUN, name).map(this::kept);
  }

  /** The credential of that id. */
  Optional<KeptCredential> get(String id) {
    return store.get(CredentialRecord.NOUN, id).map(this::kept);
  }

  KeptCredential kept(Row<CredentialRecord> row) {
    Optional<KindDescription> kind =
        Optional.ofNullable(providers.get(row.value().kind())).map(CredentialProvider::describe);
    return new KeptCredential(
        row,
        kind.map(KindDescription::minted).orElse(false),
        kind.map(each -> organizations(each, row.value())).orElse(List.of()));
  }

  private static List<Organization> organizations(KindDescription kind, CredentialRecord record) {
    return kind.fields().stream()
        .filter(field -> field.type() == Field.Type.ORGANIZATION)
        .flatMap(field -> Optional.ofNullable(record.fields().get(field.name())).stream())
        .map(Organization::parse)
        .toList();
  }

  /** The credential with copies of its secrets; empty when it was changed meanwhile. */
  Optional<Credential> open(KeptCredential credential) {
    Row<CredentialRecord> row = credential.row();
    return store.secrets(CredentialRecord.NOUN, row).map(secrets -> opened(credential, secrets));
  }

  /** The credential with these secrets, under its permanent id (S9). */
  Credential opened(KeptCredential kept, Map<String, Secret> secrets) {
    Credential opened = opened(kept.name(), kept.row().value(), secrets);
    return new Credential(
        kept.id(), opened.name(), opened.kind(), opened.fields(), opened.secrets());
  }

  /** What the kind can do beyond opening it, where it can: by a person's consent, for one. */
  Optional<Authorizable> authorizable(String kind) {
    return Optional.ofNullable(providers.get(kind))
        .filter(Authorizable.class::isInstance)
        .map(Authorizable.class::cast);
  }

  /**
   * The credential as its kind opens it: with what the names of things on this machine stand for.
   *
   * @throws TokenException for {@code CONFIGURATION} where one is declared no more
   */
  Credential opened(String name, CredentialRecord record, Map<String, Secret> secrets) {
    Map<String, String> fields = new HashMap<>(record.fields());
    ambientFields(record.kind())
        .forEach(
            field ->
                fields.computeIfPresent(
                    field.name(),
                    (key, value) ->
                        ambient
                            .meaning(field, value)
                            .orElseThrow(() -> undeclared(name, field, secrets))));
    unnamedIdentity(record)
        .ifPresent(
            field -> {
              throw undeclared(name, field, secrets);
            });
    Credential meant = new Credential(name, record.kind(), fields, secrets);
    astray(credential(name, record, secrets), meant)
        .ifPresent(
            astray -> {
              throw notThere(name, astray, secrets);
            });
    return meant;
  }

  /** Asked at each opening, since a declaration may change while the credential stays. */
  private Optional<FileWays.Astray> astray(Credential named, Credential meant) {
    return Optional.ofNullable(providers.get(named.kind()))
        .flatMap(provider -> new FileWays(ambient).astray(provider, named, meant));
  }

  private static TokenException notThere(
      String name, FileWays.Astray astray, Map<String, Secret> secrets) {
    secrets.values().forEach(Secret::destroy);
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "What "
            + astray.field().name()
            + " of "
            + name
            + " names may not be sent to "
            + astray.entry(),
        astray.nextStep());
  }

  private Optional<Field> unnamedIdentity(CredentialRecord record) {
    return Optional.ofNullable(providers.get(record.kind()))
        .flatMap(
            provider -> ambient.unnamedIdentity(provider.describe().fields(), record.fields()));
  }

  private Stream<Field> ambientFields(String kind) {
    return Optional.ofNullable(providers.get(kind)).stream()
        .flatMap(provider -> provider.describe().fields().stream())
        .filter(Field::ambient);
  }

  private static TokenException undeclared(String name, Field field, Map<String, Secret> secrets) {
    secrets.values().forEach(Secret::destroy);
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "What " + field.name() + " of " + name + " names, or leaves out, is declared no more",
        "Ask the operator to declare it under ambient of the configuration, or name another.");
  }

  /** {@code source}, whose failures call a file of this machine by the name that it has here. */
  TokenSource telling(KeptCredential kept, TokenSource source) {
    return request -> {
      try {
        return source.token(request);
      } catch (TokenException e) {
        throw told(kept, e);
      }
    };
  }

  /**
   * The failure without paths of this machine, which are the operator's alone, and with the route
   * by which somebody consents.
   */
  TokenException told(KeptCredential kept, TokenException failure) {
    String message = String.valueOf(failure.getMessage());
    String nextStep = failure.nextStep();
    for (Map.Entry<String, String> each : files(kept.row().value()).entrySet()) {
      message = message.replace(each.getKey(), each.getValue());
      nextStep = nextStep.replace(each.getKey(), each.getValue());
    }
    if (failure.reason() == TokenException.Reason.NEEDS_CONSENT
        && authorizable(kept.row().value().kind()).isPresent()) {
      nextStep += Authorizations.route(kept.name());
    }
    TokenException told = new TokenException(failure.reason(), message, nextStep);
    TokenException coded = failure.code().map(told::withCode).orElse(told);
    return failure.retryAfter().map(coded::withRetryAfter).orElse(coded);
  }

  /** The names of the files that a credential reads, by their paths. */
  private Map<String, String> files(CredentialRecord record) {
    Map<String, String> names = new HashMap<>();
    ambientFields(record.kind())
        .filter(field -> field.type() == Field.Type.FILE)
        .forEach(
            field -> {
              String value = record.fields().getOrDefault(field.name(), "").strip();
              String path = ambient.meaning(field, value).orElse(value);
              if (!path.isEmpty()) {
                names.put(path, path.equals(value) ? "that the configuration names" : value);
              }
            });
    return names;
  }

  /** Whether it proves itself by a file, which somebody may replace without telling. */
  boolean readsFile(KeptCredential kept) {
    return !files(kept.row().value()).isEmpty();
  }

  /** When what a credential proves itself by ends, as far as its kind can tell. */
  Optional<Instant> endsAt(KeptCredential kept, Map<String, Secret> secrets) {
    CredentialRecord record = kept.row().value();
    try {
      return Optional.ofNullable(providers.get(record.kind()))
          .flatMap(provider -> provider.endsAt(opened(kept, secrets)));
    } catch (TokenException e) {
      return Optional.empty();
    }
  }

  static Credential credential(String name, CredentialRecord record, Map<String, Secret> secrets) {
    return new Credential(name, record.kind(), record.fields(), secrets);
  }
}
