package dev.tokenward.vault.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Reads a file with root keys, or says what is wrong with it. Changes nothing. */
final class KeyFileReader {

  /** More than a thousand versions. */
  static final int MOST_BYTES = 64 * 1024;

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path path;
  private final boolean ownerOnly;
  private final String origin;

  KeyFileReader(Path path, boolean ownerOnly, String origin) {
    this.path = path;
    this.ownerOnly = ownerOnly;
    this.origin = origin;
  }

  Path path() {
    return path;
  }

  /** The content; a copy that whoever asks wipes. */
  byte[] read(String missing) {
    try {
      requireOrdinary();
      requireOwnerOnly();
      return content();
    } catch (IOException e) {
      throw new KeyRingException(
          e instanceof NoSuchFileException ? missing : unreadable(origin, e));
    }
  }

  static String unreadable(String origin, IOException failure) {
    return failure instanceof AccessDeniedException
        ? origin + " may not be read by the user who runs the vault. Make that user its owner."
        : origin + " cannot be read. Look at its path and at the disk.";
  }

  private void requireOrdinary() throws IOException {
    if (Files.isDirectory(path)) {
      throw new KeyRingException(origin + " is a directory. Name the file in it.");
    }
    // Throws where there is none. Anything else, such as a pipe, could make the vault wait forever.
    if (Files.size(path) > MOST_BYTES || !Files.isRegularFile(path)) {
      throw new KeyRingException(
          origin + " is no ordinary file of at most 64 KiB. Name the one with the key ring.");
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (!ownerOnly || !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (!OWNER.containsAll(mode)) {
      throw new KeyRingException(
          origin
              + " is open to group or others ("
              + PosixFilePermissions.toString(mode)
              + "). Run chmod 600 on it; if others may have read it, make a new root key with"
              + " tokenward rekey.");
    }
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MOST_BYTES);
    }
  }
}
