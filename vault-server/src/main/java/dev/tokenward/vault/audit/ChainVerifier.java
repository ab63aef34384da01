package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a whole chain through its files, in constant memory, and finds the first record that was
 * edited, removed, added or moved. A cut-off end, or a chain that was written anew from its
 * beginning, it finds only against a head that was witnessed elsewhere.
 *
 * <p>Old files may be gone where a record says that they were deleted, and what they ended with, or
 * where the witnessed head is the one they ended with.
 */
public final class ChainVerifier {

  /**
   * What was found.
   *
   * @param first the number of the first record; 1 unless old files were deleted
   * @param head the last good record
   * @param torn how many bytes follow the last line's end: a write that is under way or was never
   *     finished, and was not acknowledged
   * @param broken the first that is wrong, or null
   */
  public record Result(long first, ChainHead head, long torn, @Nullable Broken broken) {}

  /**
   * Where the chain breaks.
   *
   * @param file as it was named, empty for a stream
   * @param line counted from 1
   * @param seq the number that the record there should have
   * @param problem what is wrong
   */
  public record Broken(String file, long line, long seq, String problem) {}

  private static final int TRIES = 3;

  private final Optional<ChainHead> witnessed;
  private @Nullable ChainCheck check;
  private ChainHead begin = ChainHead.START;
  private ChainHead good = ChainHead.START;
  private String firstFile = "";
  private boolean vouched;
  private String file = "";
  private long line;
  private long torn;

  private ChainVerifier(Optional<ChainHead> witnessed) {
    this.witnessed = witnessed;
  }

  /**
   * Verifies records of one stream.
   *
   * @param witnessed a head of this chain that was written down elsewhere, if there is one
   * @throws IOException when {@code records} cannot be read
   */
  public static Result verify(InputStream records, Optional<ChainHead> witnessed)
      throws IOException {
    ChainVerifier verifier = new ChainVerifier(witnessed);
    Optional<Broken> broken = verifier.follow(records, "", true);
    return verifier.result(broken);
  }

  /**
   * Verifies an audit file and the full ones before it as one chain; the vault may be running.
   *
   * @param spool where records may be that are not in the file yet
   * @throws IOException when the files cannot be read
   */
  public static Result verify(
      Path fileOrDirectory, Optional<Path> spool, Optional<ChainHead> witnessed)
      throws IOException {
    Path file = ChainFiles.in(fileOrDirectory);
    for (int left = TRIES; ; left--) {
      Places places = Places.of(file, spool);
      try {
        Result result = verify(places.files(), spool, witnessed);
        // A vault that goes on to a new file meanwhile, or empties its spool, looks as if records
        // were missing.
        if (result.broken() == null || left == 0 || places.equals(Places.of(file, spool))) {
          return result;
        }
      } catch (NoSuchFileException e) {
        if (left == 0 || places.equals(Places.of(file, spool))) {
          throw e;
        }
      }
    }
  }

  /** Where the records are at a moment. */
  private record Places(List<Path> files, long spooled) {

    static Places of(Path file, Optional<Path> spool) throws IOException {
      List<Path> files = ChainFiles.from(file, 0);
      return new Places(files, spool.isPresent() ? Files.size(spool.get()) : 0);
    }
  }

  private static Result verify(
      List<Path> files, Optional<Path> spool, Optional<ChainHead> witnessed) throws IOException {
    ChainVerifier verifier = new ChainVerifier(witnessed);
    Optional<Broken> broken = Optional.empty();
    for (int i = 0; i < files.size() && broken.isEmpty(); i++) {
      try (InputStream records = Files.newInputStream(files.get(i))) {
        broken = verifier.follow(records, files.get(i).toString(), i == files.size() - 1);
      }
    }
    if (spool.isPresent() && broken.isEmpty()) {
      try (InputStream records = Files.newInputStream(spool.get())) {
        broken = verifier.followSpool(records, spool.get().toString());
      }
    }
    return verifier.result(broken);
  }

  private Optional<Broken> follow(InputStream records, String name, boolean last)
      throws IOException {
    LineReader lines = new LineReader(records);
    file = name;
    for (line = 1; lines.next(); line++) {
      Optional<Broken> broken = next(lines);
      if (broken.isPresent()) {
        return broken;
      }
    }
    torn = lines.length();
    return last || torn == 0
        ? Optional.empty()
        : Optional.of(broken("The file ends within a record: its end was cut off or changed."));
  }

  /** What was moved into the file already may still be in the spool. */
  private Optional<Broken> followSpool(InputStream records, String name) throws IOException {
    LineReader lines = new LineReader(records);
    file = name;
    for (line = 1; lines.next(); line++) {
      long seq = RecordSearch.seq(lines.line());
      if (seq < 0 || seq > head().seq()) {
        Optional<Broken> broken = next(lines);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Broken> next(LineReader lines) throws IOException {
    byte[] record = lines.line();
    ChainCheck chain = check == null ? begin(record) : check;
    check = chain;
    good = chain.head();
    Optional<Broken> broken =
        lines.length() > RecordFormat.LONGEST_LINE
            ? Optional.of(broken("This is not an audit record: it is longer than any."))
            : wrong(chain, record);
    if (broken.isEmpty() && !vouched) {
      vouched = vouches(record);
    }
    return broken;
  }

  private ChainCheck begin(byte[] record) throws IOException {
    begin = ChainCheck.before(record).filter(head -> head.seq() > 0).orElse(ChainHead.START);
    vouched = begin.equals(ChainHead.START) || witnessed.filter(begin::equals).isPresent();
    firstFile = file;
    return new ChainCheck(begin);
  }

  private Optional<Broken> wrong(ChainCheck chain, byte[] record) {
    return chain
        .next(record)
        .or(this::notWitnessed)
        .map(problem -> new Broken(file, line, good.seq() + 1, problem));
  }

  private Optional<String> notWitnessed() {
    return witnessed
        .filter(head -> head.seq() == head().seq() && !head.equals(head()))
        .map(head -> "This is not the record that was witnessed: the file was written anew.");
  }

  // Quotes within values are escaped, so this is found in records of deletion alone.
  private boolean vouches(byte[] record) {
    String text = new String(record, US_ASCII);
    return text.contains("\"action\":\"" + Entry.RETIRED + "\"")
        && text.contains("\"head\":\"" + begin + "\"");
  }

  private ChainHead head() {
    return check == null ? begin : check.head();
  }

  private Broken broken(String problem) {
    return new Broken(file, line, head().seq() + 1, problem);
  }

  private Result result(Optional<Broken> found) {
    long first = begin.seq() + 1;
    if (found.isPresent()) {
      return new Result(first, good, 0, found.get());
    }
    Optional<Broken> beginning = badBeginning();
    return beginning.isPresent()
        ? new Result(first, ChainHead.START, torn, beginning.get())
        : new Result(first, head(), torn, cutOff().orElse(null));
  }

  private Optional<Broken> badBeginning() {
    if (witnessed.filter(head -> head.seq() < begin.seq()).isPresent()) {
      return Optional.of(
          beginning(
              "The chain begins here, so it cannot be held against the witnessed record "
                  + witnessed.orElseThrow().seq()
                  + ". Give a later head."));
    }
    return vouched || check == null
        ? Optional.empty()
        : Optional.of(
            beginning(
                "The chain begins with record "
                    + (begin.seq() + 1)
                    + ", and no record and no head given vouches for "
                    + begin
                    + " before it: files or records were deleted."));
  }

  private Broken beginning(String problem) {
    return new Broken(firstFile, 1, begin.seq(), problem);
  }

  private Optional<Broken> cutOff() {
    return witnessed
        .filter(head -> head.seq() > head().seq())
        .map(
            head ->
                broken(
                    "The file ends here, but record "
                        + head.seq()
                        + " was witnessed: its end was cut off."));
  }
}
