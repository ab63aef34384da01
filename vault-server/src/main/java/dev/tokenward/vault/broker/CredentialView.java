package dev.tokenward.vault.broker;

import dev.tokenward.vault.store.KeptCredential;
import java.util.List;

/**
 * What the vault tells of a credential.
 *
 * @param secrets which secret fields are set
 * @param status how it stands
 */
public record CredentialView(KeptCredential credential, List<String> secrets, Status status) {

  /** How a credential stands. */
  public enum Status {
    /** A secret is missing; give it. */
    NOT_AUTHORIZED,
    /** Ready for use. */
    AUTHORIZED,
    /** Ends within two weeks, or has ended; rotate it. */
    EXPIRING,
    /** Nothing is issued of it until it is unfrozen. */
    FROZEN
  }

  /** Copies the list. */
  public CredentialView {
    secrets = List.copyOf(secrets);
  }
}
