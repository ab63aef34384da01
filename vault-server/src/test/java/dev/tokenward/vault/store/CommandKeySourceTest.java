package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.LeakProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandKeySourceTest {

  private static final String BY_HAND =
      " Run it by hand, as the user who runs the vault, to see why: what it says is not shown here.";

  private final KeyRing ring = KeyRing.generate(new SecureRandom());
  private final LeakProbe probe = new LeakProbe();

  @TempDir Path directory;

  @Test
  void load_commandThatPrintsARing_isTheRing() throws IOException {
    Path file = Files.write(directory.resolve("ring"), RingText.write(ring));

    assertThat(KeySource.command(List.of("cat", file.toString())).load().ring().keeps(ring))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void load_commandThatPrintsAKey_isVersionOne(String lineEnd) throws IOException {
    String key = Base64.getEncoder().encodeToString(ring.key(1).orElseThrow().copyBytes());
    Path file = Files.writeString(directory.resolve("key"), key + lineEnd);

    KeyRing loaded = KeySource.command(List.of("cat", file.toString())).load().ring();

    assertThat(loaded.versions()).containsExactly(1);
    assertThat(loaded.keeps(ring)).isTrue();
  }

  @Test
  void load_ringCutOff_isNotTakenForAKey() throws IOException {
    byte[] text = RingText.write(ring);
    Path file = Files.writeString(directory.resolve("ring"), new String(text, 0, 40, US_ASCII));

    assertThat(problem("cat", file.toString()))
        .isEqualTo(
            "What the command cat prints was cut off or edited: its last line is no checksum. Put"
                + " back a whole copy of it.");
  }

  @Test
  void load_noShell_argumentsStayAsTheyAre() {
    assertThat(problem("echo", "$(echo key); echo `key` > x"))
        .isEqualTo(
            "What the command echo prints holds no root key in Base64. Put the right one there.");
    assertThat(Path.of("x")).doesNotExist();
  }

  @Test
  void load_nothingPrinted_saysSo() {
    assertThat(problem("true"))
        .isEqualTo("What the command true prints is empty. Put back a whole copy of it.");
  }

  @Test
  void load_keyOfAnotherLength_saysHowLong() {
    assertThat(problem("echo", Base64.getEncoder().encodeToString(new byte[31])))
        .isEqualTo(
            "What the command echo prints holds a root key of 31 bytes, and one has 32. Put the"
                + " right one there.");
  }

  @Test
  void load_exitCode_isNamedAndNothingElse() {
    String secret = probe.canary("printed");

    KeyRingException wrong = failure("sh", "-c", "echo $0; echo $0 >&2; exit 3", secret);

    assertThat(wrong).hasMessage("The command sh ended with exit code 3." + BY_HAND);
    assertThat(probe.see("message", wrong).leaks()).isEmpty();
  }

  @Test
  void load_wrongOutput_isNotRepeated() {
    String secret = probe.canary("printed");

    assertThat(probe.see("message", failure("printf", "%s", secret)).leaks()).isEmpty();
    assertThat(probe.see("message", failure("printf", "tokenward-%s", secret)).leaks()).isEmpty();
  }

  @Test
  void load_noSuchCommand_saysSoWithoutArguments() {
    String secret = probe.canary("argument");

    KeyRingException wrong = failure("/nowhere/az", secret);

    assertThat(wrong)
        .hasMessage(
            "The command /nowhere/az cannot be started. Look at its path and whether it may be"
                + " run.");
    assertThat(probe.see("message", wrong).leaks()).isEmpty();
  }

  @Test
  @Timeout(60)
  void load_endlessOutput_isStopped() {
    assertThat(problem("cat", "/dev/zero"))
        .isEqualTo(
            "The command cat was stopped: it prints more than 64 KiB, and a key ring is less.");
  }

  @Test
  void load_muchOnStandardError_doesNotBlock() {
    assertThat(problem("sh", "-c", "head -c 1000000 /dev/zero >&2; exit 4"))
        .startsWith("The command sh ended with exit code 4.");
  }

  @Test
  void load_commandThatWaitsForInput_findsItsEnd() {
    assertThat(problem("cat")).startsWith("What the command cat prints is empty.");
  }

  @Test
  @Timeout(60)
  void load_commandThatDoesNotEnd_isStopped() throws IOException {
    Path pipe = directory.resolve("pipe");
    assertThat(problem("mkfifo", pipe.toString())).contains("is empty");

    // Nobody writes into the pipe, so that the program waits forever.
    KeySource waiting = new CommandKeySource(List.of("cat", pipe.toString()), Duration.ofMillis(1));

    assertThat(catchThrowableOfType(KeyRingException.class, waiting::load))
        .hasMessage("The command cat was stopped: it did not end within 0 s." + BY_HAND);
  }

  @Test
  void load_interrupted_stopsAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    String problem = problem("cat", "/dev/zero");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(problem).isEqualTo("The command cat was stopped, because the vault stops.");
  }

  @Test
  void createAndReplace_areRefused() {
    KeySource source = KeySource.command(List.of("az", "argument"));

    assertThat(catchThrowableOfType(KeyRingException.class, () -> source.create(ring)))
        .hasMessage(
            "The command az is only asked for the key ring. Put the new one where it takes it"
                + " from.");
    assertThat(catchThrowableOfType(KeyRingException.class, () -> source.replace(ring)))
        .isNotNull();
  }

  private static String problem(String... command) {
    return String.valueOf(failure(command).getMessage());
  }

  private static KeyRingException failure(String... command) {
    KeyRingException wrong =
        catchThrowableOfType(
            KeyRingException.class, () -> KeySource.command(List.of(command)).load());
    assertThat(wrong).as("was loaded").isNotNull().hasNoCause();
    return wrong;
  }
}
