package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S23: while the file cannot be written, the chain goes on at a second place, or not at all. */
class SpoolTest {

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long ROOM = 64 * 1024;

  private final Scene scene = new Scene();
  @TempDir Path directory;
  private Path file = Path.of("");
  private Path spool = Path.of("");

  @BeforeEach
  void nameFiles() throws IOException {
    file = Files.createDirectory(directory.resolve("first")).resolve("audit.jsonl");
    spool = Files.createDirectory(directory.resolve("second")).resolve("spool.jsonl");
  }

  @Test
  void record_diskFull_goesOnInTheSpoolAndBackInOrder() throws Exception {
    FullDisk disk = new FullDisk(AuditFile.open(file, Long.MAX_VALUE, ChainHead.START));
    GroupCommit log = commit(disk);
    assertThat(submit(log, "one")).isTrue();
    disk.room(0);

    for (int i = 2; i <= 40; i++) {
      assertThat(submit(log, "record " + i)).isTrue();
    }

    assertThat(log.writable()).isTrue();
    assertThat(verify(file).head().seq()).isEqualTo(1);
    assertThat(Files.readAllLines(spool)).hasSize(39);
    assertThat(scene.fire(RETRY)).isEqualTo(1);
    assertThat(Files.readAllLines(spool)).as("still full").hasSize(39);

    disk.room(Integer.MAX_VALUE);
    assertThat(scene.fire(RETRY)).isEqualTo(1);

    assertThat(spool).isEmptyFile();
    assertThat(verify(file).head().seq()).isEqualTo(40);
    assertThat(Files.readString(file)).doesNotContain("audit.gap");
    assertThat(scene.fire(RETRY)).as("nothing left to move").isZero();
    assertThat(submit(log, "after")).isTrue();
    log.close();
    assertThat(verify(file).head().seq()).isEqualTo(41);
  }

  @Test
  void record_spoolFullToo_isRefusedUntilThereIsRoom() throws Exception {
    FullDisk disk = new FullDisk(AuditFile.open(file, Long.MAX_VALUE, ChainHead.START));
    GroupCommit log = commit(disk);
    disk.room(0);
    int kept = 0;
    while (submit(log, "record")) {
      kept++;
    }
    assertThat(kept).isGreaterThan(10);
    assertThat(Files.size(spool)).isLessThanOrEqualTo(ROOM);
    assertThat(log.writable()).isFalse();
    assertThat(submit(log, "refused")).isFalse();

    disk.room(Integer.MAX_VALUE);
    assertThat(scene.fire(RETRY)).isEqualTo(1);

    assertThat(log.writable()).isTrue();
    assertThat(verify(file).broken()).isNull();
    assertThat(verify(file).head().seq()).as("with the note of the gap").isEqualTo(kept + 1);
    assertThat(Files.readString(file)).contains("2 records could not be written").contains("full");
  }

  @Test
  void record_bothPlacesFail_isRefused() throws Exception {
    FullDisk disk = new FullDisk(AuditFile.open(file, Long.MAX_VALUE, ChainHead.START));
    GroupCommit log = commit(disk);
    disk.room(0);
    Files.delete(spool);
    Files.createDirectory(spool);

    assertThat(submit(log, "refused")).isFalse();
    assertThat(log.writable()).isFalse();

    Files.delete(spool);
    scene.fire(RETRY);
    assertThat(log.writable()).as("the spool came back").isTrue();
    assertThat(submit(log, "spooled")).isTrue();
  }

  @Test
  void record_fileReplacedOrDeleted_goesOnInTheSpoolAndBack() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      Path away = Files.move(file, directory.resolve("away"));
      Files.writeString(file, Chains.text(Chains.ofLength(1)));
      log.record(Scene.event("two"));
      log.record(Scene.event("three"));
      assertThat(log.writable()).isTrue();
      scene.fire(RETRY);
      assertThat(Files.readAllLines(file)).as("left alone as evidence").hasSize(1);

      Files.delete(file);
      Files.move(away, file);
      scene.fire(RETRY);
      assertThat(spool).isEmptyFile();
      log.record(Scene.event("four"));
    }

    assertThat(verify(file).broken()).isNull();
    assertThat(verify(file).head().seq()).isEqualTo(4);
  }

  @Test
  void record_spoolCannotBeEmptied_theFileGoesOn() throws Exception {
    FullDisk disk = new FullDisk(AuditFile.open(file, Long.MAX_VALUE, ChainHead.START));
    AuditFile second = AuditFile.open(spool, Long.MAX_VALUE, ChainHead.START);
    GroupCommit log = commit(disk, new Spool(spool, second, ROOM));
    disk.room(0);
    assertThat(submit(log, "one")).isTrue();
    second.close();
    disk.room(Integer.MAX_VALUE);

    scene.fire(RETRY);
    assertThat(submit(log, "two")).isTrue();
    assertThat(Files.readAllLines(spool)).hasSize(1);
    assertThat(verify(file).head().seq()).isEqualTo(2);

    disk.room(0);
    assertThat(submit(log, "three")).as("emptied before it is used again").isTrue();
    assertThat(Files.readAllLines(spool)).singleElement().asString().contains("\"seq\":3");
  }

  @Test
  void open_spoolLeftBehind_isMovedAndContinued() throws IOException {
    split(9, 4);

    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("ten"));
    }

    assertThat(spool).isEmptyFile();
    assertThat(verify(file).broken()).isNull();
    assertThat(verify(file).head().seq()).isEqualTo(10);
  }

  @Test
  void open_crashAnywhereInTheMove_losesAndDoublesNothing() throws IOException {
    byte[] whole = Chains.text(Chains.ofLength(9)).getBytes(StandardCharsets.UTF_8);
    split(9, 4);
    byte[] spooled = Files.readAllBytes(spool);
    int begin = (int) Files.size(file);
    for (int length = begin; length <= whole.length; length += 61) {
      Files.write(file, Arrays.copyOf(whole, length));
      Files.write(spool, spooled);

      open().close();

      List<String> lines = Files.readAllLines(file);
      assertThat(Chains.text(lines)).startsWith(new String(whole, StandardCharsets.UTF_8));
      assertThat(lines.size()).as("at most a note of torn bytes").isBetween(9, 10);
      assertThat(verify(file).broken()).isNull();
    }
  }

  @Test
  void open_crashBeforeTheSpoolWasEmptied_emptiesIt() throws IOException {
    split(9, 4);
    byte[] spooled = Files.readAllBytes(spool);
    Files.writeString(file, Chains.text(Chains.ofLength(30)));
    Files.write(spool, spooled);

    open().close();

    assertThat(spool).isEmptyFile();
    assertThat(verify(file).head().seq()).isEqualTo(30);
  }

  @Test
  void open_emptyFileAndSpoolFromTheBeginning_isMoved() throws IOException {
    split(9, 0);
    Files.writeString(file, Chains.text(Chains.ofLength(2)));

    open().close();

    assertThat(verify(file).head().seq()).isEqualTo(9);
  }

  @Test
  void open_spoolTorn_isCutOffAndNoted() throws IOException {
    split(9, 4);
    byte[] spooled = Files.readAllBytes(spool);
    Files.write(spool, Arrays.copyOf(spooled, spooled.length - 10));

    open().close();

    assertThat(Files.readString(file)).contains("\"audit.torn\"");
    assertThat(verify(file).head().seq()).as("eight, and the note").isEqualTo(9);
  }

  @Test
  void open_lastWriteReachedTheFileUnacknowledged_givesWayToTheSpool() throws IOException {
    split(9, 4);
    List<String> kept = Files.readAllLines(file);
    ChainHead head = verify(file).head();
    kept.add(Chains.next(head, "surplus"));
    Files.writeString(file, Chains.text(kept));

    open().close();

    assertThat(verify(file).broken()).isNull();
    assertThat(Files.readString(file)).doesNotContain("surplus").contains("record 9", "audit.torn");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void open_fileEndsBeforeTheSpoolBegins_isRefusedAndLeftAlone(int left) throws IOException {
    split(9, 4);
    Files.writeString(file, Chains.text(Chains.ofLength(left)));

    assertThatThrownBy(this::open)
        .hasMessage(
            "The spool "
                + spool
                + " continues record 4, which the audit file "
                + file
                + " does not hold. Put the right file back, or move the spool away to leave its"
                + " records out.");
    assertThat(Files.readAllLines(spool)).hasSize(5);
    open(Optional.empty()).close();
  }

  @Test
  void open_spoolEdited_isNotMoved() throws IOException {
    split(20, 4);
    List<String> lines = Files.readAllLines(spool);
    lines.set(1, lines.get(1).replace("granted", "denied"));
    Files.writeString(spool, Chains.text(lines));

    assertThatThrownBy(this::open).hasMessageContaining(spool + " is broken near its end");
    assertThat(verify(file).head().seq()).isEqualTo(4);
  }

  private void split(int records, int inFile) throws IOException {
    List<String> lines = Chains.ofLength(records);
    Files.writeString(file, Chains.text(lines.subList(0, inFile)));
    Files.writeString(spool, Chains.text(lines.subList(inFile, records)));
  }

  private GroupCommit commit(FullDisk disk) throws IOException {
    return commit(disk, Spool.open(spool, ROOM));
  }

  private GroupCommit commit(FullDisk disk, Spool second) {
    var runtime = scene.runtime(Runnable::run);
    SpoolingSink sink = new SpoolingSink(disk, ChainHead.START, second);
    return new GroupCommit(
        new ChainWriter(sink, runtime.clock(), ChainHead.START, (entries, end) -> {}), runtime);
  }

  private static boolean submit(GroupCommit log, String detail) throws Exception {
    CompletableFuture<Boolean> durable = log.submit(Scene.entry(detail), GroupCommit.CAPACITY);
    return durable.get();
  }

  private ChainedAuditLog open() throws IOException {
    return open(Optional.of(spool));
  }

  private ChainedAuditLog open(Optional<Path> second) throws IOException {
    return ChainedAuditLog.open(
        AuditPlaces.spooling(file, second, ROOM),
        HeadWitness.NONE,
        Optional.empty(),
        scene.runtime(Runnable::run));
  }

  private static ChainVerifier.Result verify(Path file) throws IOException {
    return Chains.verify(Files.readString(file));
  }
}
