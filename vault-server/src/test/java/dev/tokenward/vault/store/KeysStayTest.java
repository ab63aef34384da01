package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No message, no text form and no sealed text holds a root key, or a part of one. */
class KeysStayTest {

  private final SecureRandom random = new SecureRandom();
  private final LeakProbe probe = new LeakProbe();
  private final KeyRing ring = KeyRing.generate(random).withNewVersion(random);
  private final Secret passphrase = Secret.of(probe.canary("passphrase"));

  @TempDir Path directory;

  @BeforeEach
  void watchKeys() {
    for (int version : ring.versions()) {
      byte[] key = ring.key(version).orElseThrow().copyBytes();
      // Parts, so that a key with one character changed is found as well.
      for (int from = 0; from < key.length; from += 9) {
        byte[] part = Arrays.copyOfRange(key, from, Math.min(key.length, from + 9));
        if (part.length == 9) {
          probe.watch(version + " Base64 " + from, Base64.getEncoder().encodeToString(part));
        }
        if (part.length >= 8) {
          probe.watch(version + " hex " + from, HexFormat.of().formatHex(part));
          probe.watch(version + " list " + from, Arrays.toString(part));
        }
      }
    }
  }

  /** The search itself is seen to find something. */
  @Test
  void ringText_holdsTheKeysThatAreSearchedFor() {
    probe.see("message", RingText.write(ring));

    assertThat(probe.leaks())
        .extracting(LeakProbe.Leak::canary)
        .contains("1 Base64 0", "1 Base64 18", "2 Base64 0", "2 Base64 9");
  }

  @Test
  void messages_ofEveryDamage_holdNoKey() throws IOException {
    Path file = directory.resolve("root.key");
    byte[] text = RingText.write(ring);
    for (int at = 0; at < text.length; at++) {
      byte[] changed = text.clone();
      changed[at] ^= 1;
      seeRefusals(file, changed);
      seeRefusals(file, Arrays.copyOf(text, at));
      seeRefusals(file, Arrays.copyOfRange(text, at, text.length));
    }
    probe.assertClean();
  }

  private void seeRefusals(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    see(catchThrowable(() -> KeySource.file(file).load()));
    see(catchThrowable(() -> KeySource.mounted(file).load()));
    see(catchThrowable(() -> KeySource.passphrase(file, passphrase, random).load()));
  }

  private void see(@Nullable Throwable thrown) {
    if (thrown != null) {
      probe.see("message", thrown);
    }
  }

  @Test
  void messages_ofLinesWrittenOnPurpose_holdNoKey() {
    String text = new String(RingText.write(ring), US_ASCII);
    String lines = text.substring(0, text.indexOf("checksum"));
    for (String edited :
        List.of(
            lines.replace("\n2 ", "\n1 "),
            lines.replace("\n2 ", "\n2"),
            lines.replace("=\n", "\n"),
            lines.replace("=\n", "==\n"),
            lines.replace("=\n", "?\n"))) {
      byte[] checked = CheckedText.write(edited.getBytes(US_ASCII));
      see(catchThrowable(() -> RingText.read(checked, "The ring")));
    }
    probe.see("message", "searched").assertClean();
  }

  @Test
  void textForms_andWhatIsWrittenInTheOpen_holdNoKey() {
    Label label = new Label("credential", "id-1", 1, List.of());
    Envelope envelope = new Envelope(ring, random);
    byte[] sealed = envelope.seal(label, new byte[0], "secret".getBytes(UTF_8));
    ProtectedRing safe = ProtectedRing.protect(ring, passphrase, new Argon2Cost(64, 1, 1), random);
    KeySource source = KeySource.file(directory.resolve("ring"));
    source.create(ring);

    probe
        .see("text", ring.toString())
        .see("text", source.load().toString())
        .see("text", String.valueOf(ring.key(1)))
        .see("text", ring.checkValue(1, "store") + ring.checkValue(2, "store"))
        .see("text", sealed)
        .see("text", new String(sealed, ISO_8859_1))
        .see("text", Base64.getEncoder().encodeToString(sealed))
        .see("text", safe.text())
        .assertClean();
  }
}
