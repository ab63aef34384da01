package dev.tokenward.vault.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What can be said of the files of a state directory without opening any. */
public final class StateFiles {

  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;

  /** Looks at {@code folder}, which must be there. */
  public StateFiles(Path folder) {
    this.folder = folder;
  }

  /** The directory itself and files of the store in it that others may use. */
  public List<Path> openToOthers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), files.filter(StateFiles::ours))
          .filter(StateFiles::open)
          .sorted()
          .toList();
    }
  }

  /** The audit file may be read by a group, which is how it is made. */
  private static boolean ours(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("vault") || name.endsWith(".key") || name.startsWith("replaced-");
  }

  private static boolean open(Path file) {
    try {
      return !OWNER.containsAll(Files.getPosixFilePermissions(file));
    } catch (IOException | UnsupportedOperationException e) {
      // Gone meanwhile, or a system that has no such permissions.
      return false;
    }
  }

  /** How the file system calls itself. */
  public String fileSystem() throws IOException {
    return StateFolder.FileSystems.PLATFORM.type(folder);
  }

  /** Whether other machines may write to it at the same time. */
  public boolean network() throws IOException {
    return StateFolder.network(fileSystem());
  }

  /** How many bytes may still be written. */
  public long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
