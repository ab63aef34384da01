package dev.tokenward.vault.audit;

import dev.tokenward.vault.audit.AuditEvent.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; what is null does not narrow.
 *
 * @param credential its name or id
 * @param caller its name or id
 * @param action such as {@code token}
 * @param outcome what became of it
 * @param from the earliest time
 * @param before the time that is too late
 */
public record AuditQuery(
    @Nullable String credential,
    @Nullable String caller,
    @Nullable String action,
    @Nullable Outcome outcome,
    @Nullable Instant from,
    @Nullable Instant before) {

  boolean wants(StoredRecord record) {
    return named(credential, record, "credential")
        && named(caller, record, "caller")
        && (action == null || action.equals(record.value("action")))
        && (outcome == null || outcome.text().equals(record.value("outcome")))
        && (from == null || !record.at().isBefore(from))
        && (before == null || record.at().isBefore(before));
  }

  private static boolean named(@Nullable String wanted, StoredRecord record, String noun) {
    return wanted == null
        || wanted.equals(record.value(noun + ".name"))
        || wanted.equals(record.value(noun + ".id"));
  }
}
