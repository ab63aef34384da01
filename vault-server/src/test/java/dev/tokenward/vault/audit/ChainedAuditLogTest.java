package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.vault.access.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainedAuditLogTest {

  private static final Duration RETRY = Duration.ofSeconds(1);

  @TempDir Path directory;
  private final Scene scene = new Scene();
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("audit.jsonl");
  }

  @Test
  void record_event_isOneLineOfItsForm() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("why"));
    }

    String zeros = "0".repeat(64);
    assertThat(Files.readString(file))
        .matches(".*\"hash\":\"[0-9a-f]{64}\"}\n")
        .startsWith(
            "{\"seq\":1,\"at\":\"2026-11-22T10:00:00Z\",\"action\":\"token\","
                + "\"outcome\":\"granted\",\"trace\":\""
                + "0".repeat(32)
                + "\",\"route\":\"/v1/credentials/{name}/token\","
                + "\"caller\":{\"id\":\"c-1\",\"name\":\"ci\"},"
                + "\"credential\":{\"id\":\"k-1\",\"name\":\"ado\"},\"statement\":\"ci-reads\","
                + "\"lease\":\"l-1\",\"token\":\"deadbeef\",\"detail\":\"why\",\"prev\":\""
                + zeros
                + "\",\"hash\":\"");
  }

  @Test
  void record_managementWrite_holdsTheVersion() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.written("credential", "k-1", 7));
    }

    assertThat(Files.readString(file))
        .contains(
            "\"caller\":{\"id\":\"c-2\",\"name\":\"operator\"},"
                + "\"record\":{\"noun\":\"credential\",\"id\":\"k-1\",\"version\":7},\"prev\":");
  }

  @Test
  void record_hostileDetail_staysOneBoundedLine() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("a\"}\n{\"seq\":9,\u001b[2J\u2028\ud800"));
      log.record(Scene.event("€".repeat(5_000)));
      log.record(Scene.event("x".repeat(255) + "😀"));
    }

    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("a\\\"}\\n{\\\"seq\\\":9,\\u001B[2J\\u2028?\"");
    assertThat(lines.get(1)).hasSizeLessThan(2_500).contains("\\u2026\"");
    assertThat(verify().head().seq()).isEqualTo(3);
  }

  @Test
  void toFile_afterClose_continuesTheChain() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      log.recordLater(Scene.event("two"));
    }
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("three"));
    }

    assertThat(verify().head().seq()).isEqualTo(3);
  }

  @Test
  void record_manyThreads_areAllInOneChain() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    ExecutorService writers = Executors.newCachedThreadPool();
    try (ChainedAuditLog log =
        ChainedAuditLog.open(
            AuditPlace.of(file), HeadWitness.NONE, Optional.empty(), scene.runtime(writers))) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        calls.add(callers.submit(() -> log.record(Scene.event("concurrent"))));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      assertThat(verify().head().seq()).as("durable when the calls return").isEqualTo(2_000);
    } finally {
      callers.shutdownNow();
      writers.shutdownNow();
    }
  }

  @Test
  void toFile_lastLineTornAnywhere_isCutOffAndNoted() throws IOException {
    byte[] whole = Chains.text(Chains.ofLength(3)).getBytes(StandardCharsets.UTF_8);
    int second = Chains.text(Chains.ofLength(2)).length();

    for (int length = second + 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (ChainedAuditLog log = open()) {
        log.record(Scene.event("after"));
      }
      assertThat(Files.readString(file))
          .contains("cut off " + (length - second) + " bytes of a record that was never");
      assertThat(verify().broken()).isNull();
      assertThat(verify().head().seq()).as("two whole, the note, one more").isEqualTo(4);
    }
  }

  @Test
  void toFile_onlyATornLine_beginsAChain() throws IOException {
    Files.writeString(file, "{\"seq\":1,");

    open().close();

    assertThat(verify().head().seq()).isEqualTo(1);
  }

  @Test
  void toFile_longFile_isContinuedFromItsEnd() throws IOException {
    Files.writeString(file, Chains.text(Chains.ofLength(1_000)));
    assertThat(Files.size(file)).isGreaterThan(2L * RecordFormat.LONGEST_LINE);

    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("more"));
    }

    assertThat(verify().head().seq()).isEqualTo(1_001);
  }

  @Test
  void toFile_brokenTail_isRefused() throws IOException {
    List<String> lines = Chains.ofLength(5);
    lines.set(3, lines.get(3).replace("granted", "denied"));
    Files.writeString(file, Chains.text(lines));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The audit file "
                + file
                + " is broken near its end. Look with: tokenward audit verify "
                + file
                + " and move it away to begin a new one.");
  }

  @Test
  void toFile_someOtherFile_isRefusedAndUntouched() throws IOException {
    Files.writeString(file, "x".repeat(300_000) + "\n");

    assertThatThrownBy(this::open).hasMessageContaining("is broken near its end");
    assertThat(file).hasSize(300_001);
  }

  @Test
  void toFile_directory_isRefused() {
    assertThatThrownBy(
            () ->
                ChainedAuditLog.open(
                    AuditPlace.of(directory),
                    HeadWitness.NONE,
                    Optional.empty(),
                    scene.runtime(Runnable::run)))
        .hasMessage("The audit file " + directory + " is no ordinary file. Name another.");
  }

  @Test
  void toFile_noSuchDirectory_isRefused() {
    Path nowhere = directory.resolve("none/audit.jsonl");

    assertThatThrownBy(
            () ->
                ChainedAuditLog.open(
                    AuditPlace.of(nowhere),
                    HeadWitness.NONE,
                    Optional.empty(),
                    scene.runtime(Runnable::run)))
        .hasMessage(
            "The audit file "
                + nowhere
                + " needs a directory that exists and that the vault may write to.");
  }

  @Test
  void toFile_whileAnotherVaultWrites_isRefused() throws IOException {
    try (ChainedAuditLog log = open()) {
      assertThatThrownBy(this::open)
          .hasMessage(
              "Another vault writes the audit file " + file + ". Stop it, or name another file.");
      log.record(Scene.event("still mine"));
    }
    open().close();
  }

  @Test
  void toFile_newFile_isNotForEveryUser() throws IOException {
    open().close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).endsWith("---");
  }

  @Test
  void record_fileRemoved_isRefusedOnceAndGoesOnInANewFile() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Files.delete(file);

      assertRefused(log);
      assertThat(log.writable()).isFalse();
      assertThat(scene.fire(RETRY)).isEqualTo(1);
      assertThat(log.writable()).isTrue();
      log.record(Scene.event("three"));
    }

    assertThat(Files.readAllLines(file).get(0))
        .startsWith("{\"seq\":2,")
        .contains("\"audit.gap\"", "was removed or replaced");
    assertThat(verify().broken()).as("the records before it are missing").isNotNull();
  }

  @Test
  void record_fileMovedAwayAndBack_dropsWhatWasNotAcknowledged() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Path away = Files.move(file, directory.resolve("away"));
      assertRefused(log);
      Files.move(away, file);
      log.record(Scene.event("two"));
    }

    assertThat(verify().broken()).isNull();
    assertThat(Files.readString(file)).doesNotContain("refused");
  }

  @Test
  void record_fileSavedByAnEditor_goesOnInTheCopy() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Path copy = Files.copy(file, directory.resolve("copy"));
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

      assertRefused(log);
      log.record(Scene.event("two"));
    }

    assertThat(verify().broken()).isNull();
    assertThat(verify().head().seq()).isEqualTo(3);
  }

  @Test
  void record_fileReplacedByAnother_isRefusedUntilThatIsMovedAway() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Path other = directory.resolve("other");
      Files.writeString(other, Chains.text(Chains.ofLength(1)));
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

      assertRefused(log);
      assertRefused(log);
      assertThat(Files.readAllLines(file)).as("left alone").hasSize(1);
      Files.move(file, other);
      log.record(Scene.event("two"));
    }
  }

  @Test
  void record_othersWroteIntoTheFile_isRefusedAndLeavesTheEvidence() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Files.writeString(file, "foreign\n", StandardOpenOption.APPEND);

      assertRefused(log);
      assertRefused(log);
    }

    assertThat(Files.readString(file)).endsWith("foreign\n");
  }

  @Test
  void record_fileEmptiedInPlace_isRefused() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Files.writeString(file, "");

      assertRefused(log);
    }
  }

  @Test
  void record_threadInterruptedWhileWriting_recovers() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Thread.currentThread().interrupt();
      assertRefused(log);
      assertThat(Thread.interrupted()).isTrue();

      log.record(Scene.event("two"));
    }

    assertThat(verify().broken()).isNull();
    assertThat(verify().head().seq()).as("one, the gap, two").isEqualTo(3);
    assertThat(Files.readString(file)).contains("10:00:00Z: ClosedByInterruptException");
  }

  @Test
  void toStream_records_areAChain() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChainedAuditLog log = ChainedAuditLog.toStream(out, scene.runtime(Runnable::run))) {
      log.record(Scene.event("one"));
      log.record(Scene.event("two"));
    }

    assertThat(Chains.verify(out.toString(StandardCharsets.UTF_8)).head().seq()).isEqualTo(2);
  }

  @Test
  void toStream_readerGone_isRefused() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ChainedAuditLog log = ChainedAuditLog.toStream(gone, scene.runtime(Runnable::run));

    assertRefused(log);
    assertThat(log.writable()).isFalse();
  }

  private ChainedAuditLog open() throws IOException {
    return ChainedAuditLog.open(
        AuditPlace.of(file), HeadWitness.NONE, Optional.empty(), scene.runtime(Runnable::run));
  }

  private ChainVerifier.Result verify() throws IOException {
    return Chains.verify(Files.readString(file));
  }

  private static void assertRefused(ChainedAuditLog log) {
    assertThatThrownBy(() -> log.record(Scene.event("refused")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(RefusedException.Reason.AUDIT_UNAVAILABLE));
  }
}
