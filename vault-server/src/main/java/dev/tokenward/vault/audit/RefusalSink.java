package dev.tokenward.vault.audit;

import java.io.IOException;

/** Where counted refusals go, as good as it can be. Used by one thread at a time. */
@FunctionalInterface
interface RefusalSink {

  /** Writes whole lines. */
  void append(byte[] lines) throws IOException;
}
