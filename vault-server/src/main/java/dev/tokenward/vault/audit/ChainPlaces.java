package dev.tokenward.vault.audit;

import dev.tokenward.vault.audit.RecordSearch.Before;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the numbers of records by their times, over all files of a chain and its spool. */
final class ChainPlaces {

  private final Path file;
  private final Optional<Path> spool;

  ChainPlaces(Path file, Optional<Path> spool) {
    this.file = file;
    this.spool = spool;
  }

  /** A place, in the midst of the records of a file or behind all of them. */
  private record Found(long seq, boolean behindAll) {}

  /** The number of the first record that there is. */
  long first() throws IOException {
    return first(line -> false);
  }

  /** The number behind the last record. */
  long end() throws IOException {
    return first(line -> true);
  }

  /** The number of the first record whose time is not before; the end if all are. */
  long firstNot(Predicate<Instant> before) throws IOException {
    return first(line -> before.test(StoredRecord.of(line).at()));
  }

  private long first(Before before) throws IOException {
    // Before the files: what leaves it meanwhile is found there.
    Optional<Found> spooled = spool.isPresent() ? within(spool.get(), before) : Optional.empty();
    Optional<Found> filed = inFiles(before);
    return filed
        .filter(each -> !each.behindAll())
        .map(Found::seq)
        .orElseGet(() -> Math.max(seq(filed), seq(spooled)));
  }

  private static long seq(Optional<Found> found) {
    return found.map(Found::seq).orElse(1L);
  }

  private Optional<Found> inFiles(Before before) throws IOException {
    List<Path> files;
    Optional<Found> found;
    do {
      files = ChainFiles.from(file, 0);
      found = inFiles(files, before);
      // A vault may have gone on to a new file meanwhile.
    } while (!files.equals(ChainFiles.from(file, 0)));
    return found;
  }

  private static Optional<Found> inFiles(List<Path> files, Before before) throws IOException {
    Optional<Found> earliest = Optional.empty();
    for (int i = files.size() - 1; i >= 0; i--) {
      Optional<Found> found = within(files.get(i), before);
      if (found.isPresent() && (earliest.isEmpty() || !found.get().behindAll())) {
        earliest = found;
      }
      if (found.isPresent() && found.get().behindAll()) {
        return earliest;
      }
    }
    return earliest;
  }

  private static Optional<Found> within(Path path, Before before) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = AuditTail.afterLastLineEnd(channel);
      if (size == 0) {
        return Optional.empty();
      }
      RecordSearch search = new RecordSearch(channel, size);
      // The beginning first: most files lie wholly on one side.
      long offset = before.is(search.line(0)) ? search.firstNot(before) : 0;
      return Optional.of(
          offset < size
              ? new Found(RecordSearch.seq(search.line(offset)), false)
              : new Found(AuditTail.read(channel, path).head().seq() + 1, true));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
