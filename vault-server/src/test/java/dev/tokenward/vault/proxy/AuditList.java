package dev.tokenward.vault.proxy;

import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditLog;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** An audit that keeps its records for the test. */
final class AuditList implements AuditLog {

  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final BlockingQueue<AuditEvent> closed = new LinkedBlockingQueue<>();

  @Override
  public void record(AuditEvent event) {
    events.add(event);
  }

  @Override
  public void recordLater(AuditEvent event) {
    closed.add(event);
  }

  List<String> outcomes() {
    return events.stream().map(each -> each.action() + " " + each.outcome()).toList();
  }

  /** Waits for the end of a proxied request. */
  AuditEvent nextClosed() throws InterruptedException {
    return closed.take();
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void close() {}
}
