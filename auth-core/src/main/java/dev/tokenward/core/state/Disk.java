package dev.tokenward.core.state;

import java.io.IOException;
import java.nio.file.Path;

/** The steps by which a file is replaced. Apart, so that a test can let a crash come between. */
interface Disk {

  /** Makes {@code file} anew for its owner alone, with {@code content} that is on the disk. */
  void write(Path file, byte[] content) throws IOException;

  /** Puts {@code next} in the place of {@code file} in one step. */
  void replace(Path next, Path file) throws IOException;

  /** Forces the names in {@code directory} to the disk. */
  void force(Path directory) throws IOException;
}
