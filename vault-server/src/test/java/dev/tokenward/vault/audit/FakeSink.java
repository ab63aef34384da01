package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Keeps what is appended; fails or hangs when told to. */
final class FakeSink implements AuditSink {

  final List<String> batches = new ArrayList<>();
  final CountDownLatch entered = new CountDownLatch(1);
  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean broken;
  volatile boolean buggy;
  int repairs;
  boolean closed;

  @Override
  public void append(byte[] lines, ChainHead head) throws IOException {
    entered.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (buggy) {
      throw new IllegalStateException();
    }
    if (broken) {
      throw new IOException("No space left on device");
    }
    batches.add(new String(lines, StandardCharsets.UTF_8));
  }

  @Override
  public void repair() {
    repairs++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
