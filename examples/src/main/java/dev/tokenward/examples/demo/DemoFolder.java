package dev.tokenward.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's temporary folder: what the vault has on one side, what its client has on the other.
 */
final class DemoFolder {

  private final Path root;

  private DemoFolder(Path root) {
    this.root = root;
  }

  static DemoFolder create() throws IOException {
    DemoFolder folder = new DemoFolder(Files.createTempDirectory("tokenward-demo-").toRealPath());
    Files.createDirectory(folder.vault());
    Files.createDirectory(folder.client());
    return folder;
  }

  Path vault() {
    return root.resolve("vault");
  }

  Path client() {
    return root.resolve("client");
  }

  /** Writes a file that only its owner may read. */
  static void writePrivate(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  /** Removes everything. */
  void close() throws IOException {
    if (Files.exists(root)) {
      for (Path path : deepestFirst()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private List<Path> deepestFirst() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
