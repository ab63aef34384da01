package dev.tokenward.vault.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Optional;

/** What a configuration takes from the machine around it. A test brings its own. */
public interface Surroundings {

  /** The environment variable of that name. */
  Optional<String> variable(String name);

  /** The content of a file. */
  byte[] read(Path file) throws IOException;

  /** Whether every user of the machine may read the file; false where the system cannot tell. */
  boolean readableByOthers(Path file) throws IOException;

  /** Makes keys and secrets. */
  SecureRandom random();

  /** This process's environment and files. */
  static Surroundings system() {
    return new Surroundings() {

      @Override
      public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
      }

      @Override
      public SecureRandom random() {
        return new SecureRandom();
      }

      @Override
      public byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
      }

      @Override
      public boolean readableByOthers(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
            && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
      }
    };
  }
}
