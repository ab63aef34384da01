package dev.tokenward.vault;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.HighestVersions;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.config.AuditSettings;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.VaultKeys;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The versions of records, as store and audit know them. */
final class WitnessedVersions {

  private static final System.Logger LOG = System.getLogger(WitnessedVersions.class.getName());
  private static final Call OWN = new Call(new Caller("vault", "vault"), "start", "0".repeat(32));

  private WitnessedVersions() {}

  /** What the audit of a store tells, which a vault may be writing. */
  static HighestVersions read(AuditSettings audit, SqliteStore store) throws IOException {
    HighestVersions versions = new HighestVersions(seal(store));
    versions.read(audit.file().orElseThrow(), audit.spool());
    return versions;
  }

  /** Which records are older than the audit tells; the audit hears of a change after the store. */
  static List<String> older(AuditSettings audit, SqliteStore store) throws IOException {
    HighestVersions known = read(audit, store);
    return store.versions().stream()
        .filter(each -> each.version() < known.of(each.noun(), each.id()))
        .map(each -> each.noun() + " " + each.id())
        .toList();
  }

  private static UnaryOperator<String> seal(SqliteStore store) {
    return new VaultKeys(store)
        .find("pepper")
        .map(KeyedHash::new)
        .<UnaryOperator<String>>map(hash -> hash::of)
        .orElse(text -> "");
  }

  /**
   * Has the audit know of changes that it has not heard of: of each, a crash or a full disk came
   * between the store and the record.
   */
  static void catchUp(SqliteStore store, HighestVersions versions, AuditLog audit) {
    List<SqliteStore.RecordVersion> kept = store.versions();
    audit.recordAll(
        kept.stream()
            .filter(each -> !isLease(each))
            .filter(each -> isBelow(versions.of(each.noun(), each.id()), each.version()))
            .filter(store::whole)
            .map(each -> noted(new RecordVersion(each.noun(), each.id(), each.version())))
            .toList());
    endRevoked(store, kept.stream().filter(WitnessedVersions::isLease), versions);
  }

  private static boolean isLease(SqliteStore.RecordVersion record) {
    return record.noun().equals(Lease.NOUN.name());
  }

  /** Of what it never heard, the audit has nothing to catch up with. */
  private static boolean isBelow(long known, long version) {
    return known > 0 && known < version;
  }

  /** A revocation is on record before it is in the store; a crash may have come between. */
  private static void endRevoked(
      SqliteStore store, Stream<SqliteStore.RecordVersion> leases, HighestVersions versions) {
    List<String> revoked =
        leases
            .filter(each -> each.version() < versions.of(each.noun(), each.id()))
            .map(SqliteStore.RecordVersion::id)
            .toList();
    store.change(
        change -> {
          revoked.forEach(id -> change.remove(Lease.NOUN, id));
          return revoked;
        });
    revoked.forEach(
        id ->
            LOG.log(
                System.Logger.Level.WARNING, "The lease {0} was revoked and is removed now", id));
  }

  private static AuditEvent noted(RecordVersion record) {
    return new AuditEvent(
        OWN, "record.noted", Outcome.CLOSED, null, null, null, null, null, record, null);
  }
}
