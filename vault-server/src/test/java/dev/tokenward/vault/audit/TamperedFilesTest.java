package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S24: whatever is done to one of three files with five records each, the first of which may have
 * been deleted with proof, is found at the first bad record.
 */
class TamperedFilesTest {

  private static final int EACH = 5;

  @TempDir Path directory;
  private List<Path> files = List.of();
  private ChainHead end = ChainHead.START;

  /** Changes lines of a file, or the file itself. */
  @FunctionalInterface
  interface Change {
    void make(List<String> lines) throws IOException;
  }

  /**
   * A row.
   *
   * @param file which of the three, from 0
   * @param foundIn where it is found, from 0
   * @param headNeeded whether only a head kept elsewhere shows it
   */
  record Row(
      String name, int file, Change change, int foundIn, long line, long seq, boolean headNeeded) {

    @Override
    public String toString() {
      return name + " in file " + file;
    }
  }

  static Stream<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      long first = (long) file * EACH + 1;
      rows.add(row("edit", file, l -> edit(l, 2), 3, first + 2));
      rows.add(row("edit of the first", file, l -> edit(l, 0), 1, first));
      rows.add(row("edit of the last", file, l -> edit(l, 4), 5, first + 4));
      rows.add(row("delete", file, l -> l.remove(2), 3, first + 2));
      rows.add(row("insert", file, l -> l.add(2, l.get(1)), 3, first + 2));
      rows.add(row("swap", file, l -> Collections.swap(l, 2, 3), 3, first + 2));
      rows.add(row("other text", file, l -> l.add(2, "hello"), 3, first + 2));
      boolean lastFile = file == 2;
      rows.add(
          new Row(
              "end cut off",
              file,
              l -> l.remove(4),
              lastFile ? file : file + 1,
              lastFile ? 5 : 1,
              first + 4,
              lastFile));
      rows.add(
          new Row(
              "emptied",
              file,
              List::clear,
              lastFile ? file : file + 1,
              1,
              file == 0 ? EACH : first,
              lastFile));
      rows.add(row("replaced", file, l -> forge(l, first), 1, first));
    }
    return rows.stream();
  }

  private static Row row(String name, int file, Change change, long line, long seq) {
    return new Row(name, file, change, file, line, seq, false);
  }

  private static void edit(List<String> lines, int line) {
    lines.set(line, lines.get(line).replace("granted", "denied"));
  }

  /** A good chain of the same numbers, which continues another file than the one before it. */
  private static void forge(List<String> lines, long first) throws IOException {
    ChainHead head = new ChainHead(first - 1, "f".repeat(64));
    for (int i = 0; i < EACH; i++) {
      String line = Chains.next(head, "forged");
      lines.set(i, line);
      head = new ChainHead(first + i, line.substring(line.length() - 66, line.length() - 2));
    }
  }

  @BeforeEach
  void write() throws IOException {
    List<String> lines = Chains.ofLength(3 * EACH);
    Path main = directory.resolve("audit.jsonl");
    files = List.of(ChainFiles.full(main, 1, 5), ChainFiles.full(main, 6, 10), main);
    for (int i = 0; i < 3; i++) {
      put(i, lines.subList(i * EACH, (i + 1) * EACH));
    }
    end = Chains.verify(Chains.text(lines)).head();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void verify_tampered_namesFileLineAndFirstBadRecord(Row row) throws IOException {
    change(row);

    ChainVerifier.Broken broken = broken();

    assertThat(broken.file()).isEqualTo(files.get(row.foundIn()).toString());
    assertThat(List.of(broken.line(), broken.seq())).containsExactly(row.line(), row.seq());
    assertThat(verify(Optional.empty()).broken() == null).isEqualTo(row.headNeeded());
  }

  static Stream<Row> rowsOfWhatIsLeft() {
    return rows().filter(row -> row.file() > 0);
  }

  @ParameterizedTest
  @MethodSource("rowsOfWhatIsLeft")
  void verify_retainedAndTampered_isFoundToo(Row row) throws IOException {
    retire();
    assertThat(verify(Optional.of(end)).broken()).as("retained with proof").isNull();
    change(row);

    ChainVerifier.Broken broken = broken();

    int foundIn =
        switch (row.name()) {
          // Nothing stands before a beginning that was replaced: it shows where the next goes on.
          case "replaced" -> 2;
          // With the last file went what vouched for the beginning.
          case "emptied" -> row.file() == 2 ? 1 : 2;
          default -> row.foundIn();
        };
    assertThat(broken.file()).isEqualTo(files.get(foundIn).toString());
  }

  private ChainVerifier.Broken broken() throws IOException {
    ChainVerifier.Broken broken = verify(Optional.of(end)).broken();
    assertThat(broken).isNotNull();
    return Objects.requireNonNull(broken);
  }

  /** The first file goes, and the last record of the last says so. */
  private void retire() throws IOException {
    List<String> last = new ArrayList<>(Files.readAllLines(files.get(2)));
    ChainHead gone = Chains.verify(Files.readString(files.get(0))).head();
    ChainHead head = verify(Optional.empty()).head();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ChainFiles.Full full = new ChainFiles.Full(files.get(0), 1, EACH);
    end = RecordFormat.append(Entry.retired(full, gone), head, Instant.EPOCH, line);
    last.add(line.toString(StandardCharsets.US_ASCII).strip());
    put(2, last);
    Files.delete(files.get(0));
  }

  private void change(Row row) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(files.get(row.file())));
    row.change().make(lines);
    put(row.file(), lines);
  }

  private void put(int file, List<String> lines) throws IOException {
    Files.writeString(files.get(file), Chains.text(lines));
  }

  private ChainVerifier.Result verify(Optional<ChainHead> head) throws IOException {
    return ChainVerifier.verify(directory, Optional.empty(), head);
  }
}
