package dev.tokenward.vault;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.Periodic;
import java.time.Duration;

/** Brings what commands left in the store of a vault into its audit, while it runs. Thread-safe. */
final class NoteDelivery implements AutoCloseable {

  /** How often it looks. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(NoteDelivery.class.getName());

  private final Notes notes;
  private final AuditLog audit;
  private final Periodic looking;
  private volatile boolean closed;

  NoteDelivery(Notes notes, AuditLog audit, TokenRuntime runtime) {
    this.notes = notes;
    this.audit = audit;
    this.looking = new Periodic(this::look, PAUSE, runtime);
  }

  /** Looks now, and again until it is closed. */
  void start() {
    looking.start();
  }

  /** What fails is tried again: the store keeps it. */
  synchronized void look() {
    try {
      if (!closed) {
        notes.bring(audit);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "What commands did cannot be audited now", e);
    }
  }

  @Override
  public void close() {
    looking.close();
    look();
    synchronized (this) {
      closed = true;
    }
  }

  /** For the end of a command: if no vault runs, which does it itself, brings what is left. */
  static void settle(VaultComponent vault) {
    try {
      vault.notes().look();
      vault.audit().close();
      vault.store().close();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "Left to the vault, which is running or starts next", e);
    }
  }
}
