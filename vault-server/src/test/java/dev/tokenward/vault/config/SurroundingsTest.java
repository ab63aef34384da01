package dev.tokenward.vault.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {

  private final Surroundings system = Surroundings.system();

  @Test
  void variable_ofThisProcess_isFound() {
    assertThat(system.variable("PATH")).contains(System.getenv("PATH"));
    assertThat(system.variable("TOKENWARD_NEVER_SET")).isEmpty();
  }

  @Test
  void readableByOthers_followsTheMode(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "x");
    assumeTrue(
        file.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no POSIX permissions");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(system.readableByOthers(file)).isFalse();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertThat(system.readableByOthers(file)).isTrue();
  }
}
