package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tokenward.core.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that nobody writes to: mounted so for root, whom permissions do not stop. */
class ReadOnlyFolderTest {

  @TempDir private Path temp;
  private Path folder = Path.of("");
  private boolean mounted;

  @BeforeEach
  void make() throws Exception {
    folder = Files.createDirectory(temp.resolve("state"));
    mounted = run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder.toString());
    if (!mounted) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    }
    assumeFalse(Files.isWritable(folder), "this user writes everywhere and may mount nothing");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", folder.toString());
    } else {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void open_readOnlyFolder_saysWhoseItHasToBeAndTouchesNothing() {
    SecureRandom random = new SecureRandom();
    KeyRing ring = KeyRing.generate(random);
    assertThatThrownBy(() -> StoreFile.open(folder, () -> ring, new FakeClock(), random))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("may not write to its state directory " + folder);
    assertThat(folder).isEmptyDirectory();
  }
}
