package dev.tokenward.vault.access;

import dev.tokenward.vault.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The vault refuses a request. The message is for the client: it holds no secret and no oracle. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why; the HTTP status and the problem type follow from it, in one place. */
  public enum Reason {
    /** Nothing, or nothing valid, proves who calls. */
    UNAUTHENTICATED,
    /** No such thing, or nothing that this caller may know of. */
    NOT_FOUND,
    /** A field of the request is wrong. */
    BAD_INPUT,
    /** The request is too long. */
    TOO_LARGE,
    /** A valid token, whose rules refuse this request. */
    RULE_REFUSES,
    /** More was asked for than the policy allows. */
    WIDER_THAN_POLICY,
    /** The credential's token is the stored secret itself. */
    STORED_SECRET_NOT_RELEASED,
    /** The upstream token lives longer than the policy allows. */
    TOKEN_OUTLIVES_POLICY,
    /** The caller holds too much already. */
    TOO_MANY,
    /** The Host header names another server. */
    MISDIRECTED,
    /** The destination is not one that the operator allows. */
    DESTINATION_REFUSED,
    /** The upstream refused the credential, or answered something that is no answer. */
    UPSTREAM_REFUSED,
    /** What the credential is made of cannot be used, whatever the request asks for. */
    CREDENTIAL_BROKEN,
    /** The caller, the credential or the whole vault is frozen. */
    FROZEN,
    /** The name belongs to another record, or the change does not fit what is there. */
    CONFLICT,
    /** The record is not the one that If-Match or If-None-Match asks for. */
    PRECONDITION_FAILED,
    /** Where the secrets may be sent would change, and no new secrets came with the change. */
    DESTINATION_CHANGE_NEEDS_SECRET,
    /** Records of this noun are written in the configuration file. */
    READ_ONLY,
    /** The store cannot be read or written, or a record in it is damaged. */
    STORE_UNAVAILABLE,
    /** The audit record could not be made durable. */
    AUDIT_UNAVAILABLE
  }

  private final Reason reason;
  private final @Nullable String field;
  private final @Nullable String nextStep;

  /** A refusal. */
  public RefusedException(Reason reason, String message) {
    this(reason, message, null, null);
  }

  /**
   * A refusal.
   *
   * @param field the wrong field, or null
   * @param nextStep what to do, or null
   */
  public RefusedException(
      Reason reason, String message, @Nullable String field, @Nullable String nextStep) {
    super(message);
    this.reason = reason;
    this.field = field;
    this.nextStep = nextStep;
  }

  /** What the store refused, as it is told to clients. */
  public static RefusedException of(StoreException failure) {
    return switch (failure.reason()) {
      case NAME_TAKEN ->
          new RefusedException(Reason.CONFLICT, text(failure), "name", "Choose another name.");
      case CHANGED ->
          new RefusedException(
              Reason.PRECONDITION_FAILED, text(failure), null, "Read it again, then repeat.");
      case READ_ONLY ->
          new RefusedException(
              Reason.READ_ONLY,
              text(failure),
              null,
              "Change the file and start the vault again, or take that section out of it.");
      case DAMAGED, UNAVAILABLE ->
          new RefusedException(
              Reason.STORE_UNAVAILABLE,
              text(failure),
              null,
              "Give this to the operator, who looks with: tokenward doctor");
    };
  }

  private static String text(StoreException failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The wrong field, or null. */
  public @Nullable String field() {
    return field;
  }

  /** What to do, or null. */
  public @Nullable String nextStep() {
    return nextStep;
  }
}
