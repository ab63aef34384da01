package dev.tokenward.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * A file with the one line {@code client_id:client_secret}, which nobody but its owner may read. It
 * is made before the secret, so that none is made that cannot be kept.
 */
final class SecretFile implements AutoCloseable {

  private final Path path;
  private boolean written;

  private SecretFile(Path path) {
    this.path = path;
  }

  /** Makes the file, empty. */
  static SecretFile create(Path path) {
    try {
      Files.createFile(path, mode(path));
      return new SecretFile(path);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException("There is a file " + path + " already. Name another.");
    } catch (IOException e) {
      throw new CommandException("The file " + path + " cannot be made. Name another place.");
    }
  }

  private static FileAttribute<?>[] mode(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  void write(String clientId, String secret) {
    try {
      Files.writeString(path, clientId + ":" + secret + "\n");
      written = true;
    } catch (IOException e) {
      throw new CommandException("The file " + path + " cannot be written. Name another place.");
    }
  }

  /** The header that proves the caller of such a file. */
  static String basic(Path path) {
    String line = SecretInput.read(path);
    if (!line.matches("[^:\\s]+:\\S+")) {
      throw new CommandException(
          path + " does not hold one line client_id:client_secret. Write it so.");
    }
    byte[] pair = line.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Removes the file where nothing came into it. */
  @Override
  public void close() {
    try {
      if (!written) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new CommandException("The file " + path + " was left empty. Remove it.");
    }
  }
}
