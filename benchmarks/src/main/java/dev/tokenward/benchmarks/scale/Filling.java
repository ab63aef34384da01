package dev.tokenward.benchmarks.scale;

import dev.tokenward.benchmarks.Progress;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.DaggerVaultComponent;
import dev.tokenward.vault.VaultComponent;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.NameLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills a vault through its own store and its own audit log. */
final class Filling {

  private static final int IN_ONE_CHANGE = 2_000;

  /** As many records share one force to the disk. */
  private static final int WRITERS = 256;

  private final Size size;
  private final Upstream upstream;
  private final Progress progress;
  private final List<String> ids = new ArrayList<>();

  Filling(Size size, Upstream upstream, Progress progress) {
    this.size = size;
    this.upstream = upstream;
    this.progress = progress;
  }

  /** Fills the vault of a configuration, which does not run. */
  void fill(Path config) throws InterruptedException {
    Surroundings surroundings = Surroundings.system();
    VaultComponent vault =
        DaggerVaultComponent.factory()
            .create(
                config,
                surroundings,
                TokenRuntime.system(),
                surroundings.random(),
                NameLookup.PLATFORM);
    try {
      credentials(vault.store(), new RecordIds(vault.random()));
      records(vault.audit());
    } finally {
      vault.audit().close();
      vault.store().close();
    }
  }

  private void credentials(Store store, RecordIds next) {
    for (int from = 0; from < size.credentials(); from += IN_ONE_CHANGE) {
      int first = from;
      int end = Math.min(from + IN_ONE_CHANGE, size.credentials());
      store.change(
          change -> {
            for (int number = first; number < end; number++) {
              String id = next.next();
              ids.add(id);
              add(change, id, number);
            }
            return change;
          });
      progress.of("credentials kept", end, size.credentials());
    }
  }

  private void add(Store.Change change, String id, int number) {
    change.add(
        CredentialRecord.NOUN,
        id,
        size.name(number),
        upstream.credential(number),
        upstream.secrets());
  }

  private void records(AuditLog audit) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      writers.execute(() -> write(audit, next));
    }
    writers.shutdown();
    while (!writers.awaitTermination(1, TimeUnit.SECONDS)) {
      progress.of("records written", Math.min(next.get(), size.records()), size.records());
    }
    progress.of("records written", size.records(), size.records());
  }

  private void write(AuditLog audit, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < size.records(); i = next.getAndIncrement()) {
      audit.record(i < ids.size() ? made(i) : token(i));
    }
  }

  /** As the vault notes it: the version is what a start has to learn of each credential. */
  private AuditEvent made(int number) {
    return new AuditEvent(
        new Call(
            new Caller("fedcba9876543210fedcba9876543210", "admin"),
            "POST /v1/credentials",
            "%032x".formatted(number)),
        "credential.create",
        AuditEvent.Outcome.CLOSED,
        size.name(number),
        ids.get(number),
        null,
        null,
        null,
        new RecordVersion(CredentialRecord.NOUN.name(), ids.get(number), 1),
        size.name(number));
  }

  private AuditEvent token(int number) {
    return new AuditEvent(
        new Call(
            new Caller("0123456789abcdef0123456789abcdef", "ci"),
            "POST /v1/credentials/{name}/token",
            "%032x".formatted(number)),
        "token",
        AuditEvent.Outcome.GRANTED,
        size.name(number % size.credentials()),
        ids.get(number % size.credentials()),
        "ci-gets-tokens",
        "%032x".formatted(number),
        "%032x".formatted(number),
        null);
  }
}
