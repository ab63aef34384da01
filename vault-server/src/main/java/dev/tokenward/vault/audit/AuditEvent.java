package dev.tokenward.vault.audit;

import dev.tokenward.vault.access.Call;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it gets its place in the chain. Holds names, ids and reasons; never a
 * secret, a token, a path with its values, or a query.
 *
 * @param action such as {@code token}, {@code virtual-pat}, {@code proxy}, {@code lease.revoke}
 * @param outcome what became of it
 * @param credential the credential's name, or null where it is about none
 * @param credentialId its permanent id, or null
 * @param statement the policy that allowed it, or null
 * @param leaseId the lease made, used or revoked, or null
 * @param tokenId the upstream token's id, or null
 * @param record what a management write made, or null
 * @param detail the reason of a refusal or the upstream's status, or null
 */
public record AuditEvent(
    Call call,
    String action,
    Outcome outcome,
    @Nullable String credential,
    @Nullable String credentialId,
    @Nullable String statement,
    @Nullable String leaseId,
    @Nullable String tokenId,
    @Nullable RecordVersion record,
    @Nullable String detail) {

  /** An event that is no management write. */
  public AuditEvent(
      Call call,
      String action,
      Outcome outcome,
      @Nullable String credential,
      @Nullable String credentialId,
      @Nullable String statement,
      @Nullable String leaseId,
      @Nullable String tokenId,
      @Nullable String detail) {
    this(
        call, action, outcome, credential, credentialId, statement, leaseId, tokenId, null, detail);
  }

  /** What became of a request. */
  public enum Outcome {
    /** Recorded before the token leaves or the request is sent. */
    GRANTED,
    /** Authenticated, and refused. */
    DENIED,
    /** Allowed, and failed upstream. */
    FAILED,
    /** The end of a proxied request, best effort. */
    CLOSED;

    /** As it stands in the records. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
