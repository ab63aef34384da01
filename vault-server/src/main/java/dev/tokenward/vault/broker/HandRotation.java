package dev.tokenward.vault.broker;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Rotatable;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.ConnectionTest;
import dev.tokenward.vault.upstream.TokenFacts;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the secrets of a credential by new ones that somebody handed in, once they are proven to
 * be of the same identity in the same organization (S10). They are sent only while the credential
 * has the kind and the destinations for which they were handed in (S1): the name under which they
 * are kept says so, also after a restart. What they replace is forgotten here; who made it ends it
 * upstream.
 */
final class HandRotation implements Rotatable {

  /** Stands for the secrets of a credential that is there no more, so that its rotation ends. */
  private static final String REMOVED = "removed";

  private final Guard guard;
  private final Store store;
  private final Credentials credentials;
  private final TokenSources sources;
  private final ConnectionTest test;
  private final Call call;
  private final String credentialId;
  private final @Nullable HandedIn given;
  private final boolean begins;

  /**
   * Rotates one credential.
   *
   * @param call in whose name the switch is recorded
   * @param given what was handed in; null to go on with what is kept of it
   * @param begins whether it has to be found out whose the secrets in use are: only the beginning
   *     asks, so that the end depends on nobody
   */
  HandRotation(
      Guard guard,
      Store store,
      Credentials credentials,
      TokenSources sources,
      ConnectionTest test,
      Call call,
      String credentialId,
      @Nullable HandedIn given,
      boolean begins) {
    this.guard = guard;
    this.store = store;
    this.credentials = credentials;
    this.sources = sources;
    this.test = test;
    this.call = call;
    this.credentialId = credentialId;
    this.given = given;
    this.begins = begins;
  }

  @Override
  public InUse inUse() {
    if (!begins && isRemoved()) {
      return new InUse(REMOVED, "");
    }
    KeptCredential kept = kept();
    Map<String, Secret> secrets =
        store.secrets(CredentialRecord.NOUN, kept.row()).orElseThrow(() -> changed(kept.name()));
    String id = SecretText.id(kept.row().value(), secrets);
    if (begins) {
      return new InUse(id, identity(kept, secrets));
    }
    secrets.values().forEach(Secret::destroy);
    return new InUse(id, "");
  }

  @Override
  public Issued create(String attempt) {
    if (given == null) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The new secrets were lost when the vault was restarted",
          "Rotate again with them.");
    }
    return new Issued(given.id(), SecretText.write(given.fresh()));
  }

  @Override
  public String prove(Issued issued) {
    KeptCredential kept = kept();
    Map<String, Secret> fresh = SecretText.read(issued.secret()).secrets();
    if (!SecretText.id(kept.row().value(), fresh).equals(issued.id())) {
      fresh.values().forEach(Secret::destroy);
      throw moved(kept.name());
    }
    return identity(kept, fresh);
  }

  @Override
  public void use(Issued issued, String replaced) {
    if (isRemoved()) {
      return;
    }
    Row<CredentialRecord> row = kept().row();
    Map<String, Secret> now = store.secrets(CredentialRecord.NOUN, row).orElse(Map.of());
    // Another kind or destination makes another name of the same secrets.
    boolean due = SecretText.id(row.value(), now).equals(replaced);
    now.values().forEach(Secret::destroy);
    if (due) {
      Row<CredentialRecord> switched = switched(row, SecretText.read(issued.secret()));
      guard.changed(
          call,
          "credential.rotate",
          switched.name(),
          switched.id(),
          About.version(CredentialRecord.NOUN, switched));
    }
  }

  private Row<CredentialRecord> switched(Row<CredentialRecord> row, NewSecrets fresh) {
    CredentialRecord next = row.value().withSecretsUntil(fresh.expiresAt());
    try {
      return store.change(
          change -> change.replace(CredentialRecord.NOUN, row, row.name(), next, fresh.secrets()));
    } finally {
      fresh.secrets().values().forEach(Secret::destroy);
    }
  }

  @Override
  public void retire(String id) {}

  @Override
  public void discard(String attempt) {}

  private String identity(KeptCredential kept, Map<String, Secret> secrets) {
    if (!guard.freezes().awake(kept)) {
      throw new TokenException(
          TokenException.Reason.UNREACHABLE,
          "The credential " + kept.name() + " is frozen",
          "Unfreeze it.");
    }
    try (CachingTokenSource source =
        sources.open(credentials.opened(kept.name(), kept.row().value(), secrets))) {
      ConnectionTest.Report report = test.run(kept, credentials.telling(kept, source));
      if (!report.ok()) {
        throw new TokenException(
            TokenException.Reason.REJECTED, report.detail(), String.valueOf(report.nextStep()));
      }
      return identity(report)
          .orElseThrow(
              () ->
                  new TokenException(
                      TokenException.Reason.CONFIGURATION,
                      "Nothing tells whose the secrets of " + kept.name() + " are",
                      "Give it an organization, or change its secrets without this proof."));
    }
  }

  /** By ids, since two may bear one name; where nobody can be asked, as the token says itself. */
  private static Optional<String> identity(ConnectionTest.Report report) {
    return report.organization() == null
        ? Optional.ofNullable(report.token()).flatMap(TokenFacts::unverifiedIdentity)
        : Optional.of(report.identityId() + " in " + report.organization());
  }

  private boolean isRemoved() {
    return credentials.get(credentialId).isEmpty();
  }

  private KeptCredential kept() {
    return credentials.get(credentialId).orElseThrow(() -> changed(credentialId));
  }

  private static TokenException moved(String name) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The kind of "
            + name
            + ", or where its secrets may be sent, was changed after the new secrets were handed in",
        "Rotate again once this rotation is given up.");
  }

  private static TokenException changed(String name) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The credential " + name + " was changed or removed meanwhile",
        "Read it again, then rotate.");
  }
}
