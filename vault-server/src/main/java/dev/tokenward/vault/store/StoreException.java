package dev.tokenward.vault.store;

import org.sqlite.SQLiteException;

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

  private StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static StoreException nameTaken(String noun, String name) {
    return new StoreException(Reason.NAME_TAKEN, "There is a " + noun + " " + name + " already");
  }

  static StoreException changed(String noun, String name) {
    return new StoreException(
        Reason.CHANGED, "The " + noun + " " + name + " was changed by another request");
  }

  static StoreException readOnly(String noun) {
    return new StoreException(
        Reason.READ_ONLY, "Each " + noun + " of this vault comes from its configuration file");
  }

  static StoreException damaged(String noun, String id) {
    return new StoreException(
        Reason.DAMAGED,
        "The " + noun + " with the id " + id + " is not as the vault wrote it; it is left alone");
  }

  static StoreException older(String noun, String id, long version, long known) {
    return new StoreException(
        Reason.DAMAGED,
        "The "
            + noun
            + " "
            + id
            + " is an older copy: it has version "
            + version
            + ", and the audit knows version "
            + known
            + ". Somebody put it back; it is not used");
  }

  static StoreException damaged(BrokenSealException seal) {
    return new StoreException(Reason.DAMAGED, String.valueOf(seal.getMessage()));
  }

  /** What an operator has to change before the store can be opened. */
  static StoreException unusable(String message) {
    return new StoreException(Reason.UNAVAILABLE, message);
  }

  /** The cause is not kept: a driver's message may quote values. */
  static StoreException unavailable(RuntimeException failure) {
    return new StoreException(
        Reason.UNAVAILABLE, "The store cannot be read or written now: " + code(failure));
  }

  private static String code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite.getResultCode().name();
      }
    }
    return failure.getClass().getSimpleName();
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
