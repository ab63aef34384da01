package dev.tokenward.vault.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a path leads, as far as it is there: a link's other end may be what must not be named. */
final class RealPath {

  private RealPath() {}

  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  static Path of(Path file) {
    return of(file, MOST_LINKS);
  }

  private static Path of(Path file, int links) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      Path parent = file.getParent();
      return links > 0 && Files.isSymbolicLink(file)
          ? of(target(file), links - 1)
          : parent == null ? file : of(parent, links).resolve(file.getFileName());
    }
  }

  /** Where a link leads that leads to nothing yet. */
  private static Path target(Path link) {
    try {
      return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    } catch (IOException e) {
      return link;
    }
  }
}
