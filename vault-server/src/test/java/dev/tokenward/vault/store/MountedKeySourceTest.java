package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedKeySourceTest {

  private final KeyRing ring = KeyRing.generate(new SecureRandom());

  @TempDir Path directory;
  private Path file;
  private KeySource source;

  @BeforeEach
  void name() {
    file = directory.resolve("mounted");
    source = KeySource.mounted(file);
  }

  @Test
  void load_readableByAll_isTaken() throws IOException {
    mount();

    assertThat(source.load().ring().keeps(ring)).isTrue();
  }

  @Test
  void load_noFile_saysWhatToMount() {
    assertThatThrownBy(source::load)
        .isInstanceOf(KeyRingException.class)
        .hasMessage(
            "There is no mounted key file "
                + file
                + ". Mount the secret with the key ring there, or correct rootKey.mounted.");
  }

  @Test
  void createAndReplace_touchNothing() throws IOException {
    mount();
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> source.replace(ring.withNewVersion(new SecureRandom())))
        .isInstanceOf(KeyRingException.class)
        .hasMessage(
            "The mounted key file "
                + file
                + " is only read. Put the new key ring where it is mounted from.");
    assertThatThrownBy(() -> source.create(ring)).isInstanceOf(KeyRingException.class);
    assertThat(file).hasBinaryContent(before);
  }

  private void mount() throws IOException {
    Files.write(file, RingText.write(ring));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }
}
