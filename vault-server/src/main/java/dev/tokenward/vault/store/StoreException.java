package dev.tokenward.vault.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked. Messages name records, never their content. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Another record of this noun has the name. */
    NAME_TAKEN,
    /** The record was changed or removed since it was read. */
    CHANGED,
    /** Records of this noun come from the configuration file. */
    READ_ONLY,
    /** A record is not what the vault wrote. */
    DAMAGED,
    /** The store cannot be read or written now. */
    UNAVAILABLE
  }

  private final Reason reason;

  private StoreException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static StoreException nameTaken(String noun, String name) {
    return new StoreException(
        Reason.NAME_TAKEN, "There is a " + noun + " " + name + " already", null);
  }

  static StoreException changed(String noun, String name) {
    return new StoreException(
        Reason.CHANGED, "The " + noun + " " + name + " was changed by another request", null);
  }

  static StoreException readOnly(String noun) {
    return new StoreException(
        Reason.READ_ONLY,
        "Each " + noun + " of this vault comes from its configuration file",
        null);
  }

  static StoreException damaged(String noun, String id) {
    return new StoreException(
        Reason.DAMAGED,
        "The " + noun + " with the id " + id + " is not as the vault wrote it; it is left alone",
        null);
  }

  static StoreException unavailable(String what, @Nullable Throwable cause) {
    return new StoreException(Reason.UNAVAILABLE, what, cause);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
