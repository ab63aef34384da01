package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.broker.CredentialView.State;
import dev.tokenward.vault.broker.CredentialView.Status;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows credentials: which secrets are set, and how each stands. */
final class CredentialViews {

  private static final Duration SOON = Duration.ofDays(14);

  private final Store store;
  private final CredentialEnds ends;
  private final CredentialDraft draft;
  private final Freezes freezes;
  private final CredentialHealth health;
  private final LastUses uses;
  private final Authorizations authorizations;
  private final Clock clock;

  CredentialViews(
      Store store,
      CredentialEnds ends,
      CredentialDraft draft,
      Freezes freezes,
      CredentialHealth health,
      LastUses uses,
      Authorizations authorizations,
      Clock clock) {
    this.store = store;
    this.ends = ends;
    this.draft = draft;
    this.freezes = freezes;
    this.health = health;
    this.uses = uses;
    this.authorizations = authorizations;
    this.clock = clock;
  }

  CredentialView view(KeptCredential credential) {
    Optional<Map<String, Secret>> kept = store.secrets(CredentialRecord.NOUN, credential.row());
    Map<String, Secret> secrets = kept.orElse(Map.of());
    try {
      Authorization authorization = authorizations.of(credential, secrets).orElse(null);
      return new CredentialView(
          credential,
          secrets.keySet().stream().sorted().toList(),
          state(credential, secrets, kept.isPresent(), authorization),
          uses.of(credential.id()).orElse(null),
          authorization);
    } finally {
      secrets.values().forEach(Secret::destroy);
    }
  }

  private State state(
      KeptCredential credential,
      Map<String, Secret> secrets,
      boolean whole,
      @Nullable Authorization authorization) {
    CredentialRecord record = credential.row().value();
    String path = "/v1/credentials/" + credential.name();
    if (freezes.frozen(credential.id())) {
      return new State(
          Status.FROZEN, "It is frozen", null, "Unfreeze it: POST " + path + "/unfreeze");
    }
    List<String> missing = draft.missingSecrets(record.kind(), secrets);
    if (!missing.isEmpty()) {
      return new State(
          Status.NOT_AUTHORIZED,
          "These secrets are missing: " + String.join(", ", missing),
          null,
          "Give them: PATCH " + path);
    }
    if (authorization != null && authorization.status() == Status.NOT_AUTHORIZED) {
      return new State(
          Status.NOT_AUTHORIZED,
          "No authorization gives tokens: " + authorization.reason(),
          authorization.since(),
          authorization.nextStep());
    }
    return health
        .of(credential)
        .map(CredentialViews::failing)
        .orElseGet(() -> dated(end(credential, secrets, whole), path));
  }

  /** The first end that somebody said or the kind knows. */
  private @Nullable Instant end(
      KeptCredential credential, Map<String, Secret> secrets, boolean whole) {
    // Of one that was changed meanwhile nothing is to be remembered.
    Optional<Instant> told = whole ? ends.of(credential, secrets) : Optional.empty();
    return Stream.concat(Stream.ofNullable(credential.row().value().expiresAt()), told.stream())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static State failing(CredentialHealth.Failure failure) {
    return new State(Status.FAILING, failure.reason(), failure.since(), failure.nextStep());
  }

  private State dated(@Nullable Instant end, String path) {
    return end != null && end.isBefore(clock.instant().plus(SOON))
        ? new State(Status.EXPIRING, "Ends at " + end, null, "Rotate it: POST " + path + "/rotate")
        : new State(Status.AUTHORIZED, null, null, null);
  }
}
