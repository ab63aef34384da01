package dev.tokenward.vault.audit;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; what is null does not narrow.
 *
 * @param credential its name or id
 * @param caller its name or id
 * @param action such as {@code token}
 * @param from the earliest time
 * @param before the time that is too late
 */
record AuditQuery(
    @Nullable String credential,
    @Nullable String caller,
    @Nullable String action,
    @Nullable Instant from,
    @Nullable Instant before) {

  /** Every record. */
  static final AuditQuery ALL = new AuditQuery(null, null, null, null, null);

  boolean wants(byte[] line) throws IOException {
    if (equals(ALL)) {
      return true;
    }
    StoredRecord record = StoredRecord.of(line);
    return named(credential, record, "credential")
        && named(caller, record, "caller")
        && (action == null || action.equals(record.value("action")))
        && (from == null || !record.at().isBefore(from))
        && (before == null || record.at().isBefore(before));
  }

  private static boolean named(@Nullable String wanted, StoredRecord record, String noun) {
    return wanted == null
        || wanted.equals(record.value(noun + ".name"))
        || wanted.equals(record.value(noun + ".id"));
  }
}
