package dev.tokenward.vault;

import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.HighestVersions;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.KeyExport;
import dev.tokenward.vault.store.KeyRingException;
import dev.tokenward.vault.store.LiveRing;
import dev.tokenward.vault.store.Quiet;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.SqliteStore.Opened;
import dev.tokenward.vault.store.SqliteStore.RecordVersion;
import dev.tokenward.vault.store.StateFiles;
import dev.tokenward.vault.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at everything that a vault keeps, whether it runs or not, and changes none of it. */
final class Doctor {

  private static final long LEAST_FREE = 64L << 20;

  private final VaultConfig config;
  private final StoppedVault vault;
  private Optional<ChainHead> witnessed = Optional.empty();
  private final List<Finding> findings = new ArrayList<>();

  /** Looks at one vault. */
  Doctor(VaultConfig config, StoppedVault vault) {
    this.config = config;
    this.vault = vault;
  }

  /** Looks at all of it; what cannot be looked at is a finding, too. */
  List<Finding> look() {
    guarded("files", this::files);
    guarded("store", () -> vault.beside(this::store));
    guarded("audit", () -> config.auditFile().ifPresent(this::audit));
    return List.copyOf(findings);
  }

  private interface Look {
    void run() throws IOException;
  }

  private void guarded(String check, Look look) {
    try {
      look.run();
    } catch (KeyRingException e) {
      wrong("key", String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      wrong(check, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      wrong(check, "Cannot be looked at: " + e.getClass().getSimpleName());
    }
  }

  private void files() throws IOException {
    StateFiles files = new StateFiles(config.stateDir().orElseThrow());
    for (Path each : files.openToOthers()) {
      wrong("files", each + " is open to group or others. Run chmod go= on it.");
    }
    if (files.network()) {
      wrong("disk", "stateDir is on a network file system (" + files.fileSystem() + ").");
    }
    String free = (files.free() >> 20) + " MiB are free";
    if (files.free() < LEAST_FREE) {
      wrong("disk", free + ", too few to go on writing. Make room.");
    } else {
      findings.add(Finding.ok("disk", free));
    }
  }

  private boolean store(SqliteStore store, LiveRing ring) {
    findings.add(Finding.ok("key", "the key ring is the right one: " + ring.get().versions()));
    // Before the file is read, which may only have grown since.
    witnessed = new KeptHead(store).last();
    records(store);
    guarded("audit", () -> versions(store));
    exported(store, ring.get().newest());
    boolean quiet = new Quiet(store).on();
    if (quiet) {
      warn("quiet", "The vault was restored and gives nothing until: tokenward resume");
    }
    return quiet;
  }

  /** The audit first: it hears of each change after the store has it. */
  private void versions(SqliteStore store) throws IOException {
    HighestVersions known = WitnessedVersions.read(config.audit(), store);
    store.versions().forEach(each -> compare(each, known.of(each.noun(), each.id())));
  }

  private void records(SqliteStore store) {
    Opened opened = store.openEvery();
    opened
        .damaged()
        .forEach(
            each ->
                wrong(
                    "records",
                    "The "
                        + each
                        + " is not as the vault wrote it. Restore a backup, or remove it and write"
                        + " it anew."));
    if (opened.underOlderKeys() > 0) {
      warn(
          "key",
          opened.underOlderKeys() + " records are under older root keys. Run tokenward rekey.");
    }
    if (opened.damaged().isEmpty()) {
      findings.add(Finding.ok("records", opened.records() + " records open"));
    }
  }

  private void exported(SqliteStore store, int newest) {
    if (new KeyExport(store).has(newest)) {
      findings.add(Finding.ok("export", "root key version " + newest + " was exported"));
    } else {
      warn(
          "export",
          "Root key version "
              + newest
              + " was never exported: if it is lost, so is all that is kept. Run tokenward key"
              + " export.");
    }
  }

  private void compare(RecordVersion record, long known) {
    if (known > record.version() && record.noun().equals(Lease.NOUN.name())) {
      warn(
          "records",
          "The lease "
              + record.id()
              + " was revoked and is still in the store. It gives nothing, and the next start removes"
              + " it.");
    } else if (known > record.version()) {
      wrong(
          "records",
          "The "
              + record.noun()
              + " "
              + record.id()
              + " is an older copy: it has version "
              + record.version()
              + ", and the audit knows version "
              + known
              + ". Somebody put back an old row, or one that was removed. Remove it, or restore a"
              + " backup.");
    }
  }

  private void audit(Path file) {
    AuditState state = AuditState.of(file, witnessed);
    state.broken().ifPresent(each -> wrong("audit", each));
    if (state.broken().isEmpty() && Files.exists(file)) {
      findings.add(Finding.ok("audit", "the chain is whole; head " + state.head()));
    }
  }

  private void wrong(String check, String message) {
    findings.add(Finding.wrong(check, message));
  }

  private void warn(String check, String message) {
    findings.add(Finding.warning(check, message));
  }
}
