package dev.tokenward.vault.audit;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go. Used by one thread at a time. */
interface AuditSink extends Closeable {

  /**
   * Writes whole lines and returns when they are durable; afterwards the chain ends at {@code
   * head}. After a failure nothing of them counts.
   */
  void append(byte[] lines, ChainHead head) throws IOException;

  /** Whether lines lie where they should not stay; an empty {@link #append} moves them on. */
  default boolean behind() {
    return false;
  }

  /** Makes ready for the next lines after {@link #append} failed. */
  void repair() throws IOException;
}
