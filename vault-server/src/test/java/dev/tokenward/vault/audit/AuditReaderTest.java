package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.audit.AuditReader.Page;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {

  private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null);

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
  void page_byPage_givesEveryRecordOnceInOrder() throws IOException {
    write(50);
    assertThat(ChainFiles.full(file)).hasSizeGreaterThan(3);
    AuditReader reader = reader();
    List<Long> seen = new ArrayList<>();

    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent()) {
      Page page = reader.oldest(ALL, after.getAsLong(), 7);
      page.records().forEach(each -> seen.add(each.seq()));
      after = page.next();
    }

    assertThat(seen).hasSize(50).isSorted().doesNotHaveDuplicates();
    assertThat(reader.oldest(ALL, 50, 7)).isEqualTo(new Page(List.of(), after));
    StoredRecord record = reader.oldest(ALL, 41, 1).records().get(0);
    assertThat(record.seq()).isEqualTo(42);
    assertThat(record.value("caller.name")).isEqualTo("ci");
  }

  @Test
  void page_filter_givesWhatFits() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      clock.advance(Duration.ofMinutes(1));
      log.record(Scene.written("credential", "k-1", 1));
      clock.advance(Duration.ofMinutes(1));
      log.record(Scene.event("credential\":{\"name\":\"other"));
    }
    Instant second = FakeClock.START.plus(Duration.ofMinutes(1));

    assertThat(seqs(new AuditQuery("ado", null, null, null, null, null))).containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery("k-1", null, null, null, null, null))).containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery("other", null, null, null, null, null))).isEmpty();
    assertThat(seqs(new AuditQuery(null, "operator", null, null, null, null))).containsExactly(2L);
    assertThat(seqs(new AuditQuery(null, "c-1", "token", null, null, null)))
        .containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery(null, "c-2", "token", null, null, null))).isEmpty();
    assertThat(seqs(new AuditQuery(null, null, null, null, second, null))).containsExactly(2L, 3L);
    assertThat(seqs(new AuditQuery(null, null, null, null, null, second))).containsExactly(1L);
  }

  @Test
  void page_nothingFits_endsAndSaysWhereToGoOn() throws IOException {
    many(AuditReader.MOST_LOOKED_AT + 10);
    AuditQuery none = new AuditQuery("none", null, null, null, null, null);

    Page page = reader().oldest(none, 0, 10);

    assertThat(page.records()).isEmpty();
    assertThat(page.next()).hasValue(AuditReader.MOST_LOOKED_AT);
    assertThat(reader().oldest(none, AuditReader.MOST_LOOKED_AT, 10).next()).isEmpty();
  }

  @Test
  void newest_byPage_givesEveryRecordOnceFromTheEnd() throws IOException {
    write(50);
    AuditReader reader = reader();
    List<Long> seen = new ArrayList<>();

    OptionalLong before = OptionalLong.of(Long.MAX_VALUE);
    while (before.isPresent()) {
      Page page = reader.newest(ALL, before.getAsLong(), 7);
      seen.addAll(seqs(page));
      before = page.next();
    }

    assertThat(seen)
        .hasSize(50)
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotHaveDuplicates();
    assertThat(reader.newest(ALL, 1, 7)).isEqualTo(new Page(List.of(), before));
  }

  @Test
  void newest_nothingWritten_isEmpty() throws IOException {
    Files.createFile(file);
    assertThat(reader().newest(ALL, Long.MAX_VALUE, 7).records()).isEmpty();
    assertThat(reader().oldest(ALL, 0, 7).records()).isEmpty();
  }

  @Test
  void newest_nothingFits_endsAndSaysWhereToGoOn() throws IOException {
    many(AuditReader.MOST_LOOKED_AT + 10);
    AuditQuery none = new AuditQuery("none", null, null, null, null, null);

    Page page = reader().newest(none, Long.MAX_VALUE, 10);

    assertThat(page.records()).isEmpty();
    assertThat(page.next()).hasValue(11);
    assertThat(reader().newest(none, 11, 10).next()).isEmpty();
  }

  @Test
  void page_ofATimeInALongFile_readsNothingElse() throws IOException {
    many(50_000);
    Instant noon = Instant.EPOCH.plusSeconds(40_000);
    AuditQuery query =
        new AuditQuery(null, null, null, null, noon.minusSeconds(2), noon.plusSeconds(2));
    // Whoever read from the beginning would now find what is no record.
    try (RandomAccessFile beginning = new RandomAccessFile(file.toFile(), "rw")) {
      beginning.seek(1 << 20);
      beginning.write("x".repeat((int) (Files.size(file) / 3)).getBytes(US_ASCII));
    }

    assertThat(seqs(query)).hasSize(4);
  }

  @Test
  void page_clockSetBackMeanwhile_missesNothing() throws IOException {
    Instant last = Instant.EPOCH.plusSeconds(1_800);
    ChainHead head = ChainHead.START;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < 1_800; i++) {
      head = RecordFormat.append(Entry.note("back", "x"), head, last.minusSeconds(i), lines);
    }
    Files.write(file, lines.toByteArray());

    assertThat(seqs(new AuditQuery(null, null, null, null, last, null))).containsExactly(1L);
    assertThat(seqs(new AuditQuery(null, null, null, null, null, Instant.EPOCH.plusSeconds(2))))
        .containsExactly(1_800L);
  }

  @Test
  void page_partInTheSpool_isOneChain() throws IOException {
    List<String> lines = Chains.ofLength(9);
    Path spool = directory.resolve("spool.jsonl");
    AuditReader both = new AuditReader(file, Optional.of(spool));
    for (int inFile = 0; inFile <= 9; inFile++) {
      // What was moved may still be in the spool.
      for (int spooledFrom = Math.max(0, inFile - 2); spooledFrom <= inFile; spooledFrom++) {
        Files.writeString(file, Chains.text(lines.subList(0, inFile)));
        Files.writeString(spool, Chains.text(lines.subList(spooledFrom, 9)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(seqs(both.oldest(ALL, 0, 10)))
            .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(seqs(both.newest(ALL, Long.MAX_VALUE, 3))).containsExactly(9L, 8L, 7L);
        assertThat(AuditExport.write(file, Optional.of(spool), 3, 9, out)).isPresent();
        assertThat(out.toString(US_ASCII)).isEqualTo(Chains.text(lines.subList(2, 9)));
        assertThat(both.verify(Optional.empty()).head().seq()).isEqualTo(9);
      }
    }
  }

  @Test
  void page_spoolMovedWhileRead_missesNothing() throws IOException {
    List<String> lines = Chains.ofLength(9);
    Path spool = directory.resolve("spool.jsonl");
    Files.writeString(file, Chains.text(lines.subList(0, 4)));
    Files.writeString(spool, Chains.text(lines.subList(4, 9)));
    List<Long> seen = new ArrayList<>();

    try (RecordCursor records = new AuditReader(file, Optional.of(spool)).from(1)) {
      while (records.next()) {
        seen.add(records.seq());
        if (records.seq() == 2) {
          // As what was read of the file already would not show.
          Files.writeString(directory.resolve("new"), Chains.text(lines));
          Files.move(directory.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
          Files.writeString(spool, "");
        }
      }
    }

    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void page_nearTheEndOfALongFile_doesNotReadItAll() throws IOException {
    many(100_000);
    AuditReader reader = reader();
    for (long seq : new long[] {1, 2, 50_000, 99_999, 100_000, 3}) {
      assertThat(reader.oldest(ALL, seq - 1, 1).records().get(0).seq()).isEqualTo(seq);
    }
    // Whoever read from the beginning would now find what is no record.
    try (RandomAccessFile beginning = new RandomAccessFile(file.toFile(), "rw")) {
      beginning.write("x".repeat((int) (Files.size(file) * 2 / 5)).getBytes(US_ASCII));
    }

    for (AuditReader each : List.of(reader, reader())) {
      assertThat(each.oldest(ALL, 99_990, 20).records()).hasSize(10);
      assertThat(each.newest(ALL, Long.MAX_VALUE, 20).records()).hasSize(20);
    }
  }

  @Test
  void cursor_fileGoesOnWhileRead_missesNothing() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("first"));
      try (RecordCursor records = reader().from(1)) {
        assertThat(records.next()).isTrue();
        for (int i = 0; i < 30; i++) {
          log.record(Scene.event("more"));
        }
        while (records.next()) {
          assertThat(records.seq()).isPositive();
        }
      }
      assertThat(reader().oldest(ALL, 0, 100).records()).hasSize(31);
    }
  }

  @Test
  void page_oldFilesGone_beginsWithWhatIsLeft() throws IOException {
    write(50);
    ChainFiles.Full first = ChainFiles.full(file).get(0);
    Files.delete(first.path());

    assertThat(reader().oldest(ALL, 0, 1).records().get(0).seq()).isEqualTo(first.last() + 1);
  }

  @Test
  void page_whatIsNoRecord_isSaidAndNotGiven() throws IOException {
    Files.writeString(file, Chains.text(Chains.ofLength(1)) + "hello\n");

    assertThatThrownBy(() -> reader().oldest(ALL, 0, 1))
        .hasMessage("The audit holds what is no record. Look with: tokenward audit verify");
  }

  @Test
  void versions_ofManyWrites_areOnePerRecord() throws IOException {
    try (ChainedAuditLog log = open()) {
      for (int version = 1; version <= 9; version++) {
        log.record(Scene.written("credential", "k-1", version));
        log.record(
            Scene.event("\"record\":{\"noun\":\"credential\",\"id\":\"k-1\",\"version\":99"));
      }
      log.record(Scene.written("caller", "k-1", 2));
      log.record(Scene.written("credential", "k-1", 3));
    }

    HighestVersions all = new HighestVersions(text -> text);
    assertThat(reader().versions(1, all::raise)).isEqualTo(20);
    assertThat(all.of("credential", "k-1")).isEqualTo(9);
    assertThat(all.of("caller", "k-1")).isEqualTo(2);
    HighestVersions last = new HighestVersions(text -> text);
    assertThat(reader().versions(20, last::raise)).isEqualTo(20);
    assertThat(last.of("credential", "k-1")).isEqualTo(3);
    assertThat(last.of("caller", "k-1")).isZero();
  }

  @Test
  void export_part_isVerifiedByTheHeadBefore() throws IOException {
    write(50);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    AuditExport.Exported exported =
        AuditExport.write(directory, Optional.empty(), 11, 40, out).orElseThrow();

    String text = out.toString(US_ASCII);
    assertThat(text.lines()).hasSize(30);
    assertThat(exported.head().seq()).isEqualTo(40);
    assertThat(Chains.verify(text, Optional.of(exported.before())).broken()).isNull();
    assertThat(Chains.verify(text).broken()).isNotNull();
    assertThat(AuditExport.write(directory, Optional.empty(), 51, 60, out)).isEmpty();
  }

  @Test
  void export_editedRecord_isRefusedByName() throws IOException {
    write(5);
    Files.writeString(file, Files.readString(file).replace("granted", "denied"));

    assertThatThrownBy(
            () -> AuditExport.write(file, Optional.empty(), 5, 5, new ByteArrayOutputStream()))
        .hasMessage("Record 5: The record was changed: its hash does not fit its content.");
  }

  private AuditReader reader() {
    return new AuditReader(file, Optional.empty());
  }

  /** The same records in either order. */
  private List<Long> seqs(AuditQuery query) throws IOException {
    List<Long> oldest = seqs(reader().oldest(query, 0, 10));
    List<Long> newest = new ArrayList<>(seqs(reader().newest(query, Long.MAX_VALUE, 10)));
    Collections.reverse(newest);
    assertThat(newest).isEqualTo(oldest);
    return oldest;
  }

  private static List<Long> seqs(Page page) {
    return page.records().stream().map(StoredRecord::seq).toList();
  }

  private void many(int records) throws IOException {
    ChainHead head = ChainHead.START;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < records; i++) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        head =
            RecordFormat.append(Entry.note("many", "x"), head, Instant.EPOCH.plusSeconds(i), line);
        line.writeTo(out);
      }
    }
  }

  private void write(int records) throws IOException {
    try (ChainedAuditLog log = open()) {
      for (int i = 0; i < records; i++) {
        log.record(Scene.event("record"));
      }
    }
  }

  private ChainedAuditLog open() throws IOException {
    return ChainedAuditLog.open(
        AuditPlaces.rotating(file, Optional.empty(), Optional.empty()),
        HeadWitness.NONE,
        Optional.empty(),
        runtime);
  }
}
