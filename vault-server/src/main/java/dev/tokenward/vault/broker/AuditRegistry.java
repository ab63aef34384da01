package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.audit.AuditQuery;
import dev.tokenward.vault.audit.AuditReader;
import dev.tokenward.vault.audit.ChainVerifier;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.audit.StoredRecord;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows and verifies the audit, beside what writes it. Thread-safe. */
public final class AuditRegistry {

  private final Guard guard;
  private final Optional<AuditReader> reader;
  private final HeadWitness witness;
  private final AtomicBoolean verifying = new AtomicBoolean();

  AuditRegistry(Guard guard, Optional<AuditReader> reader, HeadWitness witness) {
    this.guard = guard;
    this.reader = reader;
    this.witness = witness;
  }

  /** Some records, with this reading of them. */
  public Page<StoredRecord> records(
      Call call, AuditQuery query, boolean oldestFirst, OptionalLong after, int limit) {
    return permitted(
        call,
        "audit.read",
        audit -> {
          AuditReader.Page page =
              oldestFirst
                  ? audit.oldest(query, after.orElse(0), limit)
                  : audit.newest(query, after.orElse(Long.MAX_VALUE), limit);
          OptionalLong next = page.next();
          return new Page<>(
              page.records(),
              List.of(),
              next.isPresent() ? String.valueOf(next.getAsLong()) : null);
        });
  }

  /**
   * Follows the whole chain and holds it against the head that the store keeps.
   *
   * @throws RefusedException for {@code TOO_MANY} while it is followed for another request
   */
  public ChainVerifier.Result verify(Call call) {
    return permitted(call, "audit.verify", this::verified);
  }

  private ChainVerifier.Result verified(AuditReader audit) throws IOException {
    if (!verifying.compareAndSet(false, true)) {
      throw new RefusedException(
          Reason.TOO_MANY,
          "The audit is being verified for another request",
          null,
          "Ask again when that has its answer.");
    }
    try {
      // First the head: the chain only grows.
      return audit.verify(witness.last());
    } finally {
      verifying.set(false);
    }
  }

  /** Work on the files of the audit. */
  @FunctionalInterface
  private interface Reading<T> {

    T of(AuditReader audit) throws IOException;
  }

  private <T> T permitted(Call call, String action, Reading<T> reading) {
    return guard.permitted(
        call,
        action,
        Permission.AUDIT_READ,
        null,
        () -> {
          AuditReader audit = reader.orElseThrow(AuditRegistry::elsewhere);
          return new Ready<>(About.NOTHING, () -> read(audit, reading));
        });
  }

  private static <T> T read(AuditReader audit, Reading<T> reading) {
    try {
      return reading.of(audit);
    } catch (IOException | DateTimeException e) {
      // Not its message: it may quote what stands in a file.
      throw new RefusedException(
          Reason.AUDIT_UNAVAILABLE,
          "The audit's files cannot be read as records",
          null,
          "Give this to the operator, who looks with: tokenward audit verify FILE");
    }
  }

  private static RefusedException elsewhere() {
    return new RefusedException(
        Reason.CONFLICT,
        "This vault writes its audit to standard output and cannot read it back",
        null,
        "Read it where that output is kept, or have the operator set audit.file.");
  }
}
