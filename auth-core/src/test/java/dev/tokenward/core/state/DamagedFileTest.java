package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state file that is not whole is named, and never overwritten. */
class DamagedFileTest {

  private static final String KEY = "grant";

  @TempDir Path folder;
  private final LeakProbe probe = new LeakProbe();
  private Path file;
  private DurableState state;

  @BeforeEach
  void write() {
    file = folder.resolve("state");
    state = DurableStates.inFile(file, DurableStateContract.runtime(new FakeClock()));
    state.write(KEY, 0, Secret.of(probe.canary("value")));
    state.write("other", 0, Secret.of("second"));
  }

  @Test
  void read_everyTornLength_isRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("is damaged or was edited");
    }
  }

  @Test
  void read_anyByteChanged_isRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertRefused(file.toString());
    }
  }

  @Test
  void read_somethingAppended_isRefused() throws IOException {
    Files.writeString(file, Files.readString(file) + "\n");
    assertRefused("is damaged or was edited");
  }

  @Test
  void read_unknownVersion_isNamedAsThat() throws IOException {
    Files.writeString(file, "tokenward-state 2\nwhatever comes then\n");
    assertRefused("is of another version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key",
        "key x ~ ~ ~ ~",
        "key 1 holder ~ ~ ~",
        "key 1 ~ ~ noon ~",
        "~ 1 ~ ~ ~ ~",
        "%zz"
      })
  void read_senselessLineWithRightSum_isRefused(String line) throws Exception {
    String before = "tokenward-state 1\n" + line + "\n";
    byte[] sum =
        MessageDigest.getInstance("SHA-256").digest(before.getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, before + "sha256 " + HexFormat.of().formatHex(sum) + "\n");
    assertRefused("makes no sense");
  }

  private void assertRefused(String problem) throws IOException {
    byte[] before = Files.readAllBytes(file);
    UnavailableException refused =
        catchThrowableOfType(UnavailableException.class, () -> state.read(KEY));
    assertThat(refused).hasMessageContaining(problem).hasMessageContaining(file.toString());
    probe.see("exception", refused).assertClean();
    assertThatThrownBy(() -> state.write(KEY, 1, Secret.of("second")))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> state.claim(KEY, Duration.ofSeconds(1)))
        .isInstanceOf(UnavailableException.class);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void open_withoutDirectory_isUnavailableAndSaysSo() {
    assertThatThrownBy(
            () ->
                DurableStates.inFile(
                    folder.resolve("no").resolve("state"),
                    DurableStateContract.runtime(new FakeClock())))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("needs a directory");
  }

  @Test
  void write_diskFails_isUnavailable_andTheOldContentStays() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Files.createDirectories(folder.resolve("state.tmp").resolve("in the way"));
    assertThatThrownBy(() -> state.write(KEY, 1, Secret.of("second")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("cannot be used");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void write_outcomeUnknown_isSafeToRepeat() throws IOException {
    DurableState failing =
        new ClaimedRows(
            FileRows.open(file, new FakeClock(), new UnforcedDisk()), new SplittableRandom());
    Secret next = Secret.of("second");
    assertThatThrownBy(() -> failing.write(KEY, 1, next)).isInstanceOf(UnavailableException.class);
    assertThat(state.write(KEY, 1, next)).isTrue();
    assertThat(state.read(KEY).generation()).isEqualTo(2);
  }

  /** Fails when it is too late: the new file is there already. */
  private static final class UnforcedDisk implements Disk {

    private final Disk local = new LocalDisk();

    @Override
    public void write(Path target, byte[] content) throws IOException {
      local.write(target, content);
    }

    @Override
    public void replace(Path next, Path target) throws IOException {
      local.replace(next, target);
    }

    @Override
    public void force(Path directory) throws IOException {
      throw new IOException("The disk has gone");
    }
  }
}
