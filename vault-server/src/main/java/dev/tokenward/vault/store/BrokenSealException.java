package dev.tokenward.vault.store;

import java.util.SortedSet;

/** A sealed record cannot be opened. The message names the record, never its content. */
final class BrokenSealException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** It was edited, cut off, or taken from another record or an older version of it. */
    DAMAGED,
    /** The key ring lacks the root key that it was sealed under. */
    UNKNOWN_KEY
  }

  private final Reason reason;

  private BrokenSealException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static BrokenSealException damaged(Label label) {
    return new BrokenSealException(
        Reason.DAMAGED,
        "The "
            + label.noun()
            + " "
            + label.id()
            + " is not as the vault wrote it: it was edited,"
            + " cut off, or taken from another record. Restore it from a backup, or write it anew.");
  }

  static BrokenSealException unreadable() {
    return new BrokenSealException(
        Reason.DAMAGED,
        "This is no sealed record of this version of the vault. Restore it from a backup, or write"
            + " it anew.");
  }

  static BrokenSealException unknownKey(Label label, int version, SortedSet<Integer> known) {
    return new BrokenSealException(
        Reason.UNKNOWN_KEY,
        "The "
            + label.noun()
            + " "
            + label.id()
            + " is sealed under root key version "
            + version
            + ", and the key ring has "
            + known
            + ". Start the vault with the ring that has it.");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
