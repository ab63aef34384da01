package dev.tokenward.vault.config;

import java.io.IOException;
import java.nio.file.Path;

/** Where a path leads, as far as it is there: a link's other end may be what must not be named. */
final class RealPath {

  private RealPath() {}

  static Path of(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      Path parent = file.getParent();
      return parent == null ? file : of(parent).resolve(file.getFileName());
    }
  }
}
