package dev.tokenward.vault.broker;

import dev.tokenward.vault.store.KeptCredential;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the vault tells of a credential.
 *
 * @param secrets which secret fields are set
 * @param state how it stands
 * @param lastUsed when it was used last, or null where nothing is known of a use
 * @param authorization what a person consented to, or null where its kind needs nobody
 */
public record CredentialView(
    KeptCredential credential,
    List<String> secrets,
    State state,
    @Nullable Instant lastUsed,
    @Nullable Authorization authorization) {

  /**
   * How a credential stands, and why.
   *
   * @param reason one sentence, or null where nothing is wrong
   * @param since when it began, or null where that is not known
   * @param nextStep what to do, or null where nothing is wrong
   */
  public record State(
      Status status, @Nullable String reason, @Nullable Instant since, @Nullable String nextStep) {}

  /** How a credential stands. */
  public enum Status {
    /** A secret is missing, or a person's consent. */
    NOT_AUTHORIZED,
    /** Ready for use. */
    AUTHORIZED,
    /** Ends within two weeks, or has ended; rotate it. */
    EXPIRING,
    /** Its last use failed, for a reason that other uses have, too. */
    FAILING,
    /** Nothing is issued of it until it is unfrozen. */
    FROZEN
  }

  /** Copies the list. */
  public CredentialView {
    secrets = List.copyOf(secrets);
  }
}
