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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {

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
    AuditReader reader = new AuditReader(file);
    List<Long> seen = new ArrayList<>();

    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent()) {
      Page page = reader.page(AuditQuery.ALL, after.getAsLong(), 7);
      page.records().forEach(each -> seen.add(each.seq()));
      after = page.next();
    }

    assertThat(seen).hasSize(50).isSorted().doesNotHaveDuplicates();
    assertThat(reader.page(AuditQuery.ALL, 50, 7)).isEqualTo(new Page(List.of(), after));
    assertThat(reader.page(AuditQuery.ALL, 41, 1).records().get(0).json())
        .startsWith("{\"seq\":42,")
        .endsWith("\"}");
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

    assertThat(seqs(new AuditQuery("ado", null, null, null, null))).containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery("k-1", null, null, null, null))).containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery("other", null, null, null, null))).isEmpty();
    assertThat(seqs(new AuditQuery(null, "operator", null, null, null))).containsExactly(2L);
    assertThat(seqs(new AuditQuery(null, "c-1", "token", null, null))).containsExactly(1L, 3L);
    assertThat(seqs(new AuditQuery(null, "c-2", "token", null, null))).isEmpty();
    assertThat(seqs(new AuditQuery(null, null, null, second, null))).containsExactly(2L, 3L);
    assertThat(seqs(new AuditQuery(null, null, null, null, second))).containsExactly(1L);
  }

  @Test
  void page_nothingFits_endsAndSaysWhereToGoOn() throws IOException {
    many(AuditReader.MOST_LOOKED_AT + 10);
    AuditQuery none = new AuditQuery("none", null, null, null, null);

    Page page = new AuditReader(file).page(none, 0, 10);

    assertThat(page.records()).isEmpty();
    assertThat(page.next()).hasValue(AuditReader.MOST_LOOKED_AT);
    assertThat(new AuditReader(file).page(none, AuditReader.MOST_LOOKED_AT, 10).next()).isEmpty();
  }

  @Test
  void page_nearTheEndOfALongFile_doesNotReadItAll() throws IOException {
    many(100_000);
    AuditReader reader = new AuditReader(file);
    for (long seq : new long[] {1, 2, 50_000, 99_999, 100_000, 3}) {
      assertThat(reader.page(AuditQuery.ALL, seq - 1, 1).records().get(0).seq()).isEqualTo(seq);
    }
    // Whoever read from the beginning would now find what is no record.
    try (RandomAccessFile beginning = new RandomAccessFile(file.toFile(), "rw")) {
      beginning.write("x".repeat((int) (Files.size(file) * 2 / 5)).getBytes(US_ASCII));
    }

    for (AuditReader each : List.of(reader, new AuditReader(file))) {
      assertThat(each.page(AuditQuery.ALL, 99_990, 20).records()).hasSize(10);
    }
  }

  @Test
  void cursor_fileGoesOnWhileRead_missesNothing() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("first"));
      try (RecordCursor records = new AuditReader(file).from(1)) {
        assertThat(records.next()).isTrue();
        for (int i = 0; i < 30; i++) {
          log.record(Scene.event("more"));
        }
        while (records.next()) {
          assertThat(records.seq()).isPositive();
        }
      }
      assertThat(new AuditReader(file).page(AuditQuery.ALL, 0, 100).records()).hasSize(31);
    }
  }

  @Test
  void page_oldFilesGone_beginsWithWhatIsLeft() throws IOException {
    write(50);
    ChainFiles.Full first = ChainFiles.full(file).get(0);
    Files.delete(first.path());

    assertThat(new AuditReader(file).page(AuditQuery.ALL, 0, 1).records().get(0).seq())
        .isEqualTo(first.last() + 1);
  }

  @Test
  void page_whatIsNoRecord_isSaidAndNotGiven() throws IOException {
    Files.writeString(file, Chains.text(Chains.ofLength(1)) + "hello\n");

    assertThatThrownBy(() -> new AuditReader(file).page(AuditQuery.ALL, 0, 1))
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
    assertThat(new AuditReader(file).versions(1, all::raise)).isEqualTo(20);
    assertThat(all.of("credential", "k-1")).isEqualTo(9);
    assertThat(all.of("caller", "k-1")).isEqualTo(2);
    HighestVersions last = new HighestVersions(text -> text);
    assertThat(new AuditReader(file).versions(20, last::raise)).isEqualTo(20);
    assertThat(last.of("credential", "k-1")).isEqualTo(3);
    assertThat(last.of("caller", "k-1")).isZero();
  }

  @Test
  void export_part_isVerifiedByTheHeadBefore() throws IOException {
    write(50);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    AuditExport.Exported exported = AuditExport.write(directory, 11, 40, out).orElseThrow();

    String text = out.toString(US_ASCII);
    assertThat(text.lines()).hasSize(30);
    assertThat(exported.head().seq()).isEqualTo(40);
    assertThat(Chains.verify(text, Optional.of(exported.before())).broken()).isNull();
    assertThat(Chains.verify(text).broken()).isNotNull();
    assertThat(AuditExport.write(directory, 51, 60, out)).isEmpty();
  }

  @Test
  void export_editedRecord_isRefusedByName() throws IOException {
    write(5);
    Files.writeString(file, Files.readString(file).replace("granted", "denied"));

    assertThatThrownBy(() -> AuditExport.write(file, 5, 5, new ByteArrayOutputStream()))
        .hasMessage("Record 5: The record was changed: its hash does not fit its content.");
  }

  private List<Long> seqs(AuditQuery query) throws IOException {
    return new AuditReader(file)
        .page(query, 0, 10).records().stream().map(AuditReader.Line::seq).toList();
  }

  private void many(int records) throws IOException {
    ChainHead head = ChainHead.START;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < records; i++) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        head = RecordFormat.append(Entry.note("many", "x"), head, Instant.EPOCH, line);
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
