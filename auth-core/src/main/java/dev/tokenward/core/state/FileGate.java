package dev.tokenward.core.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Lets one in at a time, of all threads and processes that use the same lock file. */
final class FileGate {

  /**
   * A lock on a file belongs to the process, and ends when any channel to that file is closed in
   * it. So whoever uses a file in this process passes here first; which of these it is depends on
   * the path, and two files may well share one.
   */
  private static final List<ReentrantLock> IN_THIS_PROCESS =
      Stream.generate(ReentrantLock::new).limit(64).toList();

  private final Path file;
  private final ReentrantLock local;

  FileGate(Path file) {
    this.file = file;
    this.local = IN_THIS_PROCESS.get(Math.floorMod(file.hashCode(), IN_THIS_PROCESS.size()));
  }

  /** Work on files. */
  @FunctionalInterface
  interface Work<T> {

    /** Does it. */
    T run() throws IOException;
  }

  /** Waits for its turn, and does {@code work}. The system ends a dead process's turn. */
  <T> T inside(Work<T> work) throws IOException {
    local.lock();
    try (FileChannel channel = LocalDisk.lockFile(file)) {
      channel.lock();
      return work.run();
    } finally {
      local.unlock();
    }
  }
}
