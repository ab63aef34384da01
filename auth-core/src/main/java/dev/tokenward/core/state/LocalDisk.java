package dev.tokenward.core.state;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A disk of this machine. */
final class LocalDisk implements Disk {

  @Override
  public void write(Path file, byte[] content) throws IOException {
    // What a crash has left there, or what someone has put there to read along.
    Files.deleteIfExists(file);
    try (FileChannel channel = open(file, CREATE_NEW)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  @Override
  public void replace(Path next, Path file) throws IOException {
    Files.move(next, file, ATOMIC_MOVE);
  }

  @Override
  public void force(Path directory) throws IOException {
    // Where there are no POSIX attributes, a directory cannot be opened to be forced.
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, READ)) {
        channel.force(true);
      }
    }
  }

  /** A file to lock; for its owner alone, since who can lock it can stop everyone. */
  static FileChannel lockFile(Path file) throws IOException {
    return open(file, CREATE);
  }

  private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
    FileAttribute<?>[] attributes =
        isPosix(file) ? new FileAttribute<?>[] {ownerOnly()} : new FileAttribute<?>[0];
    return FileChannel.open(file, Set.of(how, WRITE), attributes);
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
