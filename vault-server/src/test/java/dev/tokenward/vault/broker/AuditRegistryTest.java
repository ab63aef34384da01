package dev.tokenward.vault.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.AuditQuery;
import dev.tokenward.vault.audit.AuditReader;
import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRegistryTest implements AuditLog, HeadWitness {

  private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null);

  private static final Call AUDITOR =
      new Call(new Caller("id-of-auditor", "auditor"), "GET /v1/audit", "0".repeat(32));

  @TempDir Path folder;
  private final List<String> records = new ArrayList<>();
  private Runnable whileVerifying = () -> {};

  @Test
  void anything_ofStandardOutput_isRefusedWithWhatToDo() {
    AuditRegistry registry = registry(Optional.empty());
    for (Runnable each : List.<Runnable>of(() -> read(registry), () -> registry.verify(AUDITOR))) {
      assertThatThrownBy(each::run)
          .hasMessageContaining("standard output")
          .extracting("reason", "nextStep")
          .containsExactly(
              Reason.CONFLICT,
              "Read it where that output is kept, or have the operator set audit.file.");
    }
    assertThat(records).containsExactly("audit.read DENIED", "audit.verify DENIED");
  }

  @Test
  void anything_ofWhatIsNoAudit_isRefusedWithoutQuotingIt() throws Exception {
    for (String line :
        List.of("{\"seq\":hello}", "{\"seq\":1,\"at\":\"+999999999-12-31T23:59:59Z\"}")) {
      AuditRegistry registry = registry(file(line + "\n"));
      assertThatThrownBy(() -> read(registry))
          .hasMessage("The audit's files cannot be read as records")
          .hasNoCause();
      assertThat(registry.verify(AUDITOR).broken()).isNotNull();
    }
  }

  @Test
  void verify_whileAnotherGoesOn_isRefused() throws Exception {
    AuditRegistry registry = registry(file(""));
    List<Reason> second = new ArrayList<>();
    whileVerifying =
        () -> {
          try {
            registry.verify(AUDITOR);
          } catch (RefusedException e) {
            second.add(e.reason());
          }
        };
    assertThat(registry.verify(AUDITOR).broken()).isNull();
    assertThat(second).containsExactly(Reason.TOO_MANY);
    whileVerifying = () -> {};
    assertThat(registry.verify(AUDITOR).broken()).isNull();
    assertThat(records)
        .containsExactly(
            "audit.verify GRANTED",
            "audit.verify GRANTED",
            "audit.verify DENIED",
            "audit.verify GRANTED");
  }

  private Optional<AuditReader> file(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("audit.jsonl"), text);
    return Optional.of(new AuditReader(file, Optional.empty()));
  }

  private static void read(AuditRegistry registry) {
    registry.records(AUDITOR, ALL, false, OptionalLong.empty(), 10);
  }

  private AuditRegistry registry(Optional<AuditReader> reader) {
    Store store =
        new KeptRecords(Clock.systemUTC())
            .policy("p", "auditor", "ado", Permission.AUDIT_READ)
            .store();
    Guard guard =
        new Guard(
            Policies.of(store),
            new Freezes(store),
            new Credentials(store, Map.of(), Ambient.NONE),
            this);
    return new AuditRegistry(guard, reader, this);
  }

  @Override
  public void record(AuditEvent event) {
    records.add(event.action() + " " + event.outcome());
  }

  @Override
  public void recordLater(AuditEvent event) {
    record(event);
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void witness(ChainHead head) {}

  @Override
  public Optional<ChainHead> last() {
    whileVerifying.run();
    return Optional.empty();
  }

  @Override
  public void close() {}
}
