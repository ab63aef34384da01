package dev.tokenward.vault.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes a file with root keys, with mode 0600: whole and durable, or not at all. What is there is
 * never written into.
 */
final class KeyFileWriter {

  private final Path path;

  KeyFileWriter(Path path) {
    this.path = path;
  }

  /** Makes the file; refuses when there is one. */
  void create(byte[] text) {
    try (FileChannel file = newFile(path)) {
      try {
        write(file, text);
        forceDirectory(path);
      } catch (IOException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new KeyRingException(
          "There is a key file "
              + path
              + " already, and it is left as it is: without it, nothing that was kept with it opens."
              + " Move it away if it is of no use any more.");
    } catch (IOException e) {
      throw new KeyRingException(unwritable(path, e));
    }
  }

  /**
   * Puts another file in place of the one that is there. Where the new one is written, nobody else
   * can begin to: so {@code text} may look at what is there and nothing changes until it counts.
   */
  void replace(Supplier<byte[]> text) {
    try {
      // A link stays a link, and what it leads to is replaced.
      Path file = Files.exists(path) ? path.toRealPath() : path;
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      writeBeside(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory(file);
    } catch (FileAlreadyExistsException e) {
      throw new KeyRingException(
          "The key file "
              + path
              + " is being replaced, or was when something stopped. If no other command runs,"
              + " remove "
              + e.getFile()
              + ", which was never used, and begin again.");
    } catch (IOException e) {
      throw new KeyRingException(unwritable(path, e));
    }
  }

  private static void writeBeside(Path fresh, Supplier<byte[]> text) throws IOException {
    try (FileChannel file = newFile(fresh)) {
      try {
        byte[] content = text.get();
        write(file, content);
        RingText.wipe(content);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(fresh);
        throw e;
      }
    }
  }

  private static FileChannel newFile(Path file) throws IOException {
    FileAttribute<?>[] mode =
        isPosix(file)
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
  }

  private static void write(FileChannel file, byte[] text) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(text);
    while (rest.hasRemaining()) {
      file.write(rest);
    }
    file.force(true);
  }

  /** A new name lasts only once its directory was forced, too. */
  private static void forceDirectory(Path file) throws IOException {
    if (isPosix(file)) {
      Path directory = file.toAbsolutePath().resolveSibling("");
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static String unwritable(Path path, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "The directory of the key file " + path + " does not exist. Make it, with mode 0700.";
    }
    return failure instanceof AccessDeniedException
        ? "The user who runs the vault may not write the key file "
            + path
            + ". Make that user"
            + " the owner of its directory."
        : "The key file "
            + path
            + " cannot be written durably. Look at the disk and its free"
            + " space, then begin again.";
  }
}
