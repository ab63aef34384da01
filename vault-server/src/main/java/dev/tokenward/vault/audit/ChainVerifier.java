package dev.tokenward.vault.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a whole audit file, in constant memory, and finds the first record that was edited,
 * removed, added or moved. A cut-off end, or a file that was written anew from its beginning, it
 * finds only against a head that was witnessed elsewhere.
 */
public final class ChainVerifier {

  /**
   * What was found.
   *
   * @param head the last good record; its number is how many there are
   * @param torn how many bytes follow the last line's end: a write that is under way or was never
   *     finished, and was not acknowledged
   * @param broken the first that is wrong, or null
   */
  public record Result(ChainHead head, long torn, @Nullable Broken broken) {}

  /**
   * Where the chain breaks.
   *
   * @param line counted from 1
   * @param seq the number that the record there should have
   * @param problem what is wrong
   */
  public record Broken(long line, long seq, String problem) {}

  private final LineReader lines;
  private final Optional<ChainHead> witnessed;
  private final ChainCheck check = new ChainCheck(ChainHead.START);

  private ChainVerifier(InputStream records, Optional<ChainHead> witnessed) {
    this.lines = new LineReader(records);
    this.witnessed = witnessed;
  }

  /**
   * Verifies records from the beginning of a chain.
   *
   * @param witnessed a head of this chain that was written down elsewhere, if there is one
   * @throws IOException when {@code records} cannot be read
   */
  public static Result verify(InputStream records, Optional<ChainHead> witnessed)
      throws IOException {
    return new ChainVerifier(records, witnessed).follow();
  }

  private Result follow() throws IOException {
    for (long line = 1; lines.next(); line++) {
      ChainHead before = check.head();
      Optional<String> problem = problem();
      if (problem.isPresent()) {
        return new Result(before, 0, new Broken(line, before.seq() + 1, problem.get()));
      }
    }
    return new Result(check.head(), lines.length(), cutOff());
  }

  private Optional<String> problem() {
    return lines.length() > RecordFormat.LONGEST_LINE
        ? Optional.of("This is not an audit record: it is longer than any.")
        : check.next(lines.line()).or(this::notWitnessed);
  }

  private Optional<String> notWitnessed() {
    return witnessed
        .filter(head -> head.seq() == check.head().seq() && !head.equals(check.head()))
        .map(head -> "This is not the record that was witnessed: the file was written anew.");
  }

  private @Nullable Broken cutOff() {
    ChainHead end = check.head();
    return witnessed
        .filter(head -> head.seq() > end.seq())
        .map(
            head ->
                new Broken(
                    end.seq() + 1,
                    end.seq() + 1,
                    "The file ends here, but record "
                        + head.seq()
                        + " was witnessed: its end was cut off."))
        .orElse(null);
  }
}
