package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Holds a chain that is about to be continued against the head that was witnessed last. */
final class WitnessCheck {

  private final Path file;
  private final ChainHead witnessed;

  WitnessCheck(Path file, ChainHead witnessed) {
    this.file = file;
    this.witnessed = witnessed;
  }

  /**
   * Follows the chain from the witnessed head to its end.
   *
   * @param end where it ends
   * @param spool what of it is not in the file yet
   * @throws IOException saying what to do, when it does not lead from there to the end
   */
  void check(ChainHead end, Optional<Spool> spool) throws IOException {
    if (end.seq() < witnessed.seq()) {
      throw refusal(
          "ends with record "
              + end.seq()
              + ", but record "
              + witnessed.seq()
              + " was witnessed: its end was cut off, or an older copy took its place.");
    }
    if (end.seq() == witnessed.seq() && !end.equals(witnessed)) {
      throw another();
    }
    ChainHead inFiles = follow();
    if (inFiles.seq() < end.seq()) {
      spool.orElseThrow(() -> brokenBehind(inFiles)).forEachBehind(inFiles, (lines, head) -> {});
    }
  }

  private ChainHead follow() throws IOException {
    ChainCheck check = new ChainCheck(witnessed);
    for (Path each : ChainFiles.from(file, witnessed.seq() + 1)) {
      try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
        long start = new RecordSearch(channel, channel.size()).offset(check.head().seq() + 1);
        follow(new LineReader(Channels.newInputStream(channel.position(start))), check, each);
      }
    }
    return check.head();
  }

  private void follow(LineReader lines, ChainCheck check, Path each) throws IOException {
    while (lines.next()) {
      ChainHead before = check.head();
      Optional<String> problem = check.next(lines.line());
      if (problem.isPresent() && before.equals(witnessed)) {
        throw another();
      }
      if (problem.isPresent()) {
        throw new IOException(
            "The audit file "
                + each
                + " is broken behind record "
                + before.seq()
                + ". Look with: tokenward audit verify "
                + file
                + " and put the right file back.");
      }
    }
  }

  private IOException brokenBehind(ChainHead head) {
    return refusal("ends with record " + head.seq() + ", and what followed is gone.");
  }

  private IOException another() {
    return refusal(
        "holds another record "
            + witnessed.seq()
            + " than was witnessed: another file took its place, or it was written anew.");
  }

  private IOException refusal(String finding) {
    return new IOException(
        "The audit file "
            + file
            + " "
            + finding
            + " Put the right file back. If it is lost, move what is left away and set"
            + " audit.continueFrom: "
            + witnessed
            + "; the loss stays visible to tokenward audit verify.");
  }
}
