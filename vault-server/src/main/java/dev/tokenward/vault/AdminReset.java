package dev.tokenward.vault;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.api.Traces;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives the administrator of a stopped vault a new secret. Who can do it holds its keys. */
@Command(
    name = "reset",
    description = {
      "Give the caller admin of a stopped vault a new secret; what it had before is dead at once.",
      "The caller and its policy are made again where they are gone, and unfrozen.",
      "A vault that runs needs none of this: on its socket, you are admin."
    })
final class AdminReset implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @Mixin private ConfigFile config = new ConfigFile();
  @Mixin private Screen screen = new Screen();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "A new file for the secret, which only you may read.")
  private Path out = Path.of("");

  AdminReset(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    VaultComponent vault = vaults.apply(config.path());
    requireKept(vault);
    try (SecretFile file = SecretFile.create(out)) {
      CallerSecrets.Made made = reset(vault);
      file.write(Callers.ADMIN, made.text());
    }
    return screen.line("Wrote a new secret of " + Callers.ADMIN + " to " + out);
  }

  private void requireKept(VaultComponent vault) {
    if (vault.config().stateDir().filter(Files::isDirectory).isEmpty()) {
      throw new CommandException(
          config.path() + " has no state directory yet. Correct --config, or run tokenward init.");
    }
    if (!vault.config().callers().isEmpty()) {
      throw new CommandException(
          "The callers of " + config.path() + " are in that file. Change their secrets there.");
    }
  }

  private static CallerSecrets.Made reset(VaultComponent vault) {
    try {
      List<RecordVersion> removed = Bootstrap.removeDamaged(vault.store());
      new Bootstrap(vault.config(), vault.random()).makeAdmin(vault.store());
      Caller admin = admin(vault);
      CallerSecrets.Made made = vault.callerSecrets().make();
      Call call = new Call(admin, "tokenward admin reset", new Traces(vault.random()).of(null));
      vault.audit().record(event(call, Outcome.GRANTED, null));
      removed.forEach(each -> vault.audit().record(event(call, Outcome.CLOSED, each)));
      Row<CallerRecord> reset = Bootstrap.giveAdmin(vault.store(), made.kept());
      vault.audit().record(event(call, Outcome.CLOSED, version(reset)));
      end(vault, call);
      vault.freezes().set(admin.id(), false);
      return made;
    } finally {
      vault.audit().close();
      vault.store().close();
    }
  }

  private static Caller admin(VaultComponent vault) {
    Row<CallerRecord> row = vault.store().find(CallerRecord.NOUN, Callers.ADMIN).orElseThrow();
    return new Caller(row.id(), row.name());
  }

  private static void end(VaultComponent vault, Call call) {
    Leases leases = vault.leases();
    List<Lease> ending =
        leases.all().stream().filter(each -> each.caller().equals(call.caller())).toList();
    List<AuditEvent> ends =
        ending.stream().map(each -> event(call, Outcome.CLOSED, end(each, leases))).toList();
    leases.revoke(ending);
    vault.audit().recordAll(ends);
  }

  private static RecordVersion end(Lease lease, Leases leases) {
    return new RecordVersion(
        Lease.NOUN.name(), lease.id(), leases.version(lease) + 1, lease.expiresAt());
  }

  private static RecordVersion version(Row<CallerRecord> row) {
    return new RecordVersion(CallerRecord.NOUN.name(), row.id(), row.version());
  }

  private static AuditEvent event(Call call, Outcome outcome, @Nullable RecordVersion record) {
    return new AuditEvent(call, "admin.reset", outcome, null, null, null, null, null, record, null);
  }
}
