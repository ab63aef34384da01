package dev.tokenward.core.state;

import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** Rows in one file, replaced as a whole: at every moment it is the old one or the new one. */
final class FileRows implements Rows {

  private final Path file;
  private final Path next;
  private final FileGate gate;
  private final Clock clock;
  private final Disk disk;

  private FileRows(Path file, Clock clock, Disk disk) {
    this.file = file;
    this.next = beside(file, ".tmp");
    this.gate = new FileGate(beside(file, ".lock"));
    this.clock = clock;
    this.disk = disk;
  }

  static FileRows open(Path file, Clock clock, Disk disk) {
    try {
      return new FileRows(real(file.toAbsolutePath()), clock, disk);
    } catch (IOException e) {
      throw new UnavailableException(
          "The state file " + file + " needs a directory that exists and can be read", e);
    }
  }

  // One name for one file, however it was reached; a link stays a link.
  private static Path real(Path file) throws IOException {
    return Files.exists(file)
        ? file.toRealPath()
        : file.resolveSibling("").toRealPath().resolve(file.getFileName());
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public <T> T update(String key, Change<T> change) {
    try {
      return gate.inside(() -> updateAlone(key, change));
    } catch (IOException | OverlappingFileLockException e) {
      throw new UnavailableException(
          "The state file "
              + file
              + " cannot be used; look at its owner, its directory and the free space",
          e);
    }
  }

  private <T> T updateAlone(String key, Change<T> change) throws IOException {
    TreeMap<String, KeptRow> rows = new TreeMap<>(read());
    KeptRow before = rows.getOrDefault(key, KeptRow.EMPTY);
    Changed<T> changed = change.of(before, clock.instant());
    if (!changed.row().equals(before)) {
      rows.put(key, changed.row());
      replace(rows);
    }
    return changed.answer();
  }

  private Map<String, KeptRow> read() throws IOException {
    try {
      return StateText.read(Files.readAllBytes(file), file);
    } catch (NoSuchFileException e) {
      return Map.of();
    }
  }

  private void replace(Map<String, KeptRow> rows) throws IOException {
    disk.write(next, StateText.write(rows));
    disk.replace(next, file);
    disk.force(file.resolveSibling(""));
  }
}
