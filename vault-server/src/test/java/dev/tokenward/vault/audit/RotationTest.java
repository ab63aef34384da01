package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One chain through many files, of which the oldest go with proof. */
class RotationTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final FakeClock clock = new FakeClock();
  private final TokenRuntime runtime =
      clock.runtime(
          request -> {
            throw new UnsupportedOperationException();
          });
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("audit.jsonl");
  }

  @Test
  void record_fullFile_goesOnInANewOne() throws IOException {
    write(20);

    List<ChainFiles.Full> full = ChainFiles.full(file);
    assertThat(full).hasSizeGreaterThan(2);
    assertThat(full.get(0).path()).hasFileName("audit-1-" + full.get(0).last() + ".jsonl");
    for (ChainFiles.Full each : full) {
      List<String> lines = Files.readAllLines(each.path());
      assertThat(lines).hasSize((int) (each.last() - each.first() + 1));
      assertThat(lines.get(0)).startsWith("{\"seq\":" + each.first() + ",");
    }
    ChainVerifier.Result result = verify();
    assertThat(result.broken()).isNull();
    assertThat(result.head().seq()).isEqualTo(20);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(full.get(0).path()));
  }

  @Test
  void open_betweenTwoFiles_continues() throws IOException {
    write(20);
    Path full = ChainFiles.full(file, lastFull().last() + 1, verify().head().seq());
    Files.move(file, full);

    write(1);

    assertThat(verify().broken()).isNull();
    assertThat(verify().head().seq()).isEqualTo(21);
  }

  @Test
  void record_nameOfTheFullFileIsTaken_isRefusedUntilItIsFree() throws IOException {
    try (ChainedAuditLog log = open(Optional.empty())) {
      while (Files.notExists(file) || Files.size(file) < 2_000) {
        log.record(Scene.event("fill"));
      }
      Path taken = ChainFiles.full(file, 1, Chains.verify(Files.readString(file)).head().seq());
      Files.writeString(taken, "evidence");
      assertThatThrownBy(() -> log.record(Scene.event("refused")))
          .isInstanceOf(RefusedException.class);
      assertThat(Files.readString(taken)).isEqualTo("evidence");

      Files.delete(taken);
      clock.advance(Duration.ofSeconds(1));
      assertThat(log.writable()).isTrue();
    }
    assertThat(verify().broken()).isNull();
  }

  @Test
  void record_spooledOverManyFiles_isMovedThroughThem() throws IOException {
    Path spool = directory.resolve("spool");
    AuditPlace place = AuditPlaces.rotating(file, Optional.empty(), Optional.of(spool));
    try (ChainedAuditLog log =
        ChainedAuditLog.open(place, HeadWitness.NONE, Optional.empty(), runtime)) {
      for (int i = 0; i < 6; i++) {
        log.record(Scene.event("before"));
      }
      Path away = Files.move(file, directory.resolve("away"));
      Files.createDirectory(file);
      for (int i = 0; i < 300; i++) {
        log.record(Scene.event("spooled"));
      }
      assertThat(Files.readAllLines(spool)).hasSizeGreaterThan(290);
      Files.delete(file);
      Files.move(away, file);
      clock.advance(Duration.ofSeconds(1));
      log.record(Scene.event("after"));
    }
    assertThat(spool).isEmptyFile();
    assertThat(verify().broken()).isNull();
    assertThat(verify().head().seq()).isEqualTo(307);
    assertThat(ChainFiles.full(file)).hasSizeGreaterThan(2);
  }

  @Test
  void retention_oldFiles_goAfterARecordThatVouchesForThem() throws IOException {
    write(20);
    clock.advance(DAY.multipliedBy(10));
    write(20);
    long files = ChainFiles.full(file).size();

    try (ChainedAuditLog log = open(Optional.of(DAY.multipliedBy(5)))) {
      assertThat(log.writable()).isTrue();
    }

    assertThat(ChainFiles.full(file).size()).isLessThan((int) files);
    ChainVerifier.Result result = verify();
    assertThat(result.broken()).isNull();
    assertThat(result.first()).isEqualTo(ChainFiles.full(file).get(0).first()).isGreaterThan(1);
    assertThat(Files.readString(file))
        .contains(
            "\"action\":\"audit.retired\",\"outcome\":\"noted\",\"retired\":{\"file\":\"audit-1-");
  }

  @Test
  void retention_timePasses_looksAgain() throws IOException {
    write(20);
    try (ChainedAuditLog log = open(Optional.of(DAY))) {
      assertThat(ChainFiles.full(file)).isNotEmpty();
      clock.advance(DAY.plus(Retention.PAUSE));
      assertThat(log.writable()).isTrue();
    }
    assertThat(verify().broken()).isNull();
    assertThat(verify().first()).isGreaterThan(10);
  }

  @Test
  void retention_auditCannotBeWritten_deletesNothing() throws IOException {
    write(20);
    try (ChainedAuditLog log = open(Optional.of(DAY))) {
      Files.delete(file);
      Files.createDirectory(file);
      int files = ChainFiles.full(file).size();
      clock.advance(DAY.multipliedBy(2));
      assertThat(log.writable()).isFalse();
      assertThat(ChainFiles.full(file)).hasSize(files);
    }
  }

  @Test
  void retention_brokenFile_isLeftWithAllThatFollow() throws IOException {
    write(20);
    Path first = ChainFiles.full(file).get(0).path();
    Files.writeString(first, Files.readString(first).replace("granted", "denied"));
    int files = ChainFiles.full(file).size();
    clock.advance(DAY.multipliedBy(2));

    open(Optional.of(DAY)).close();

    assertThat(ChainFiles.full(file)).hasSize(files);
  }

  @Test
  void verify_retiredWithoutItsRecord_needsTheHead() throws IOException {
    write(20);
    ChainFiles.Full gone = ChainFiles.full(file).get(0);
    ChainHead head = Chains.verify(Files.readString(gone.path())).head();
    Files.delete(gone.path());

    assertThat(verify().broken()).isNotNull();
    assertThat(verify(Optional.of(head)).broken()).isNull();
    assertThat(verify(Optional.of(new ChainHead(head.seq(), "0".repeat(64)))).broken()).isNotNull();
  }

  @Test
  void verify_directory_findsItsChain() throws IOException {
    write(20);
    Files.writeString(directory.resolve("audit-refusals.jsonl"), "{}\n");
    Files.writeString(directory.resolve("audit-refusals-older.jsonl"), "{}\n");

    assertThat(ChainVerifier.verify(directory, Optional.empty(), Optional.empty()))
        .isEqualTo(verify());
    Files.writeString(directory.resolve("other.jsonl"), "");
    assertThatThrownBy(() -> ChainVerifier.verify(directory, Optional.empty(), Optional.empty()))
        .hasMessage("The directory " + directory + " holds 2 chains. Name a file.");
  }

  @Test
  void open_witnessedInAnEarlierFile_isVerifiedThroughAll() throws IOException {
    write(20);
    ChainFiles.Full second = ChainFiles.full(file).get(1);
    HeldHead witness = new HeldHead();
    witness.heads.add(Chains.verify(Files.readString(ChainFiles.full(file).get(0).path())).head());
    AuditPlace place = AuditPlaces.rotating(file, Optional.empty(), Optional.empty());
    ChainedAuditLog.open(place, witness, Optional.empty(), runtime).close();

    Files.delete(second.path());

    assertThatThrownBy(() -> ChainedAuditLog.open(place, witness, Optional.empty(), runtime))
        .hasMessageContaining("holds another record");
  }

  private void write(int records) throws IOException {
    try (ChainedAuditLog log = open(Optional.empty())) {
      for (int i = 0; i < records; i++) {
        log.record(Scene.event("record"));
      }
    }
  }

  private ChainedAuditLog open(Optional<Duration> keep) throws IOException {
    return ChainedAuditLog.open(
        AuditPlaces.rotating(file, keep, Optional.empty()),
        HeadWitness.NONE,
        Optional.empty(),
        runtime);
  }

  private ChainFiles.Full lastFull() throws IOException {
    List<ChainFiles.Full> full = ChainFiles.full(file);
    return full.get(full.size() - 1);
  }

  private ChainVerifier.Result verify() throws IOException {
    return verify(Optional.empty());
  }

  private ChainVerifier.Result verify(Optional<ChainHead> head) throws IOException {
    return ChainVerifier.verify(file, Optional.empty(), head);
  }
}
