package dev.tokenward.vault.audit;

import java.util.List;

/** Where audit records go. Thread-safe. */
public interface AuditLog extends AutoCloseable {

  /**
   * Appends a record and returns when it is durable; concurrent calls share one force.
   *
   * @throws dev.tokenward.vault.access.RefusedException for {@code AUDIT_UNAVAILABLE}
   */
  void record(AuditEvent event);

  /** Appends records and returns when all are durable. */
  default void recordAll(List<AuditEvent> events) {
    events.forEach(this::record);
  }

  /** Appends a record without waiting; used for what closes a request that was recorded already. */
  void recordLater(AuditEvent event);

  /** Whether the last attempt to write succeeded. */
  boolean writable();

  @Override
  void close();
}
