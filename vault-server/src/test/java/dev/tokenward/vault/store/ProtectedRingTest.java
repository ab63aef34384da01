package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedRingTest {

  private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

  private final SecureRandom random = new SecureRandom();
  private final LeakProbe probe = new LeakProbe();
  private final Secret passphrase = Secret.of(probe.canary("passphrase"));
  private final KeyRing ring = KeyRing.generate(random).withNewVersion(random);
  private final ProtectedRing cheap = ProtectedRing.protect(ring, passphrase, CHEAP, random);
  private final byte[] text = cheap.text();

  @Test
  void open_withThePassphrase_isTheRing() {
    KeyRing opened = ProtectedRing.read(text, "The export").open(passphrase);

    assertThat(opened.keeps(ring)).isTrue();
    assertThat(ring.keeps(opened)).isTrue();
  }

  @Test
  void protect_atTodaysCost_isNotOutdated() {
    ProtectedRing today = ProtectedRing.protect(ring, passphrase, random);

    assertThat(today.outdated()).isFalse();
    assertThat(today.open(passphrase).keeps(ring)).isTrue();
    assertThat(new String(today.text(), US_ASCII))
        .startsWith("tokenward-protected-key-ring 1\nargon2id memory=65536 passes=3 lanes=4 salt=");
  }

  @Test
  void protect_atALowerCost_opensAndIsOutdated() {
    assertThat(cheap.outdated()).isTrue();
    assertThat(new Argon2Cost(64 * 1024, 2, 4).below(Argon2Cost.TODAY)).isTrue();
    assertThat(new Argon2Cost(63 * 1024, 3, 4).below(Argon2Cost.TODAY)).isTrue();
    assertThat(new Argon2Cost(65 * 1024, 4, 1).below(Argon2Cost.TODAY)).isFalse();
  }

  @Test
  void protect_twice_saltsAnew() {
    assertThat(salt(ProtectedRing.protect(ring, passphrase, CHEAP, random).text()))
        .isNotEqualTo(salt(text));
  }

  private static String salt(byte[] text) {
    String all = new String(text, US_ASCII);
    int start = all.indexOf("salt=") + 5;
    return all.substring(start, start + 22);
  }

  @Test
  void text_holdsNeitherKeyNorPassphrase() {
    for (int version : ring.versions()) {
      byte[] key = ring.key(version).orElseThrow().copyBytes();
      probe.watch("key in Base64", Base64.getEncoder().encodeToString(key));
      probe.watch("key in hex", HexFormat.of().formatHex(key));
    }

    assertThat(probe.see("text", text).leaks()).isEmpty();
  }

  @Test
  void open_withAnotherPassphrase_saysSo() {
    Secret wrong = Secret.of(probe.canary("wrong"));

    KeyRingException refused =
        catchThrowableOfType(
            KeyRingException.class, () -> ProtectedRing.read(text, "The export").open(wrong));
    assertThat(refused)
        .hasNoCause()
        .hasMessage(
            "The export does not open with this passphrase. Give the one that it was protected"
                + " with; if that is the right one, somebody edited the file: put back an unchanged"
                + " copy of it.");
    assertThat(probe.see("message", refused).leaks()).isEmpty();
  }

  @Test
  void read_cutOffAnywhere_saysSo() {
    for (int length = 0; length < text.length - 1; length++) {
      assertThat(problem(Arrays.copyOf(text, length)))
          .as("length " + length)
          .containsPattern(length == 0 ? "^The export is empty\\. " : "^The export was cut off ");
    }
  }

  @Test
  void read_anyByteChanged_isNotTakenForAWrongPassphrase() {
    for (int at = 0; at < text.length - 1; at++) {
      byte[] changed = text.clone();
      changed[at] ^= 1;
      assertThat(problem(changed)).as("byte " + at).doesNotContain("passphrase. Give the one");
    }
  }

  /** Who edits on purpose makes the checksum good again. */
  @ParameterizedTest
  @CsvSource({"memory=64, memory=65", "passes=1, passes=2", "lanes=1, lanes=2"})
  void open_parametersEditedOnPurpose_isRefused(String from, String to) {
    assertThat(problem(edited(from + " ", to + " ")))
        .startsWith("The export does not open with this passphrase.");
  }

  @Test
  void open_parametersBoundToTheRing_notOnlyToTheKey() {
    byte[] changed = edited("memory=64 ", "memory=064 ");

    assertThat(problem(changed))
        .as("the same key, other words")
        .startsWith("The export does not open with this passphrase.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory=262145 passes=1 lanes=1",
        "memory=999999999 passes=1 lanes=1",
        "memory=64 passes=17 lanes=1",
        "memory=256 passes=1 lanes=17",
        "memory=64 passes=0 lanes=1",
        "memory=64 passes=1 lanes=0",
        "memory=7 passes=1 lanes=1"
      })
  void open_unbearableParameters_spendsNothingOnThem(String parameters) {
    assertThat(problem(edited("memory=64 passes=1 lanes=1", parameters)))
        .isEqualTo(
            "The export asks for Argon2id parameters beyond what this version of the vault takes:"
                + " at most 256 MiB, 16 passes, 16 lanes. Put back an unchanged copy of it, or run"
                + " the version that wrote it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory=-1 ", "memory=0x40 ", "memory=99999999999 ", "memory= "})
  void read_noParameters_isRefused(String memory) {
    assertThat(problem(edited("memory=64 ", memory)))
        .isEqualTo(
            "The export has lines that the vault does not write. Put back an unchanged copy of it.");
  }

  @Test
  void read_noBase64_isRefused() {
    assertThat(problem(checked(new String(text, US_ASCII).replaceFirst("sealed .*", "sealed A"))))
        .isEqualTo(
            "The export has a part, sealed, that is no Base64. Put back an unchanged copy of it.");
  }

  @Test
  void read_ringWithoutPassphrase_saysSo() {
    assertThat(problem(RingText.write(ring)))
        .isEqualTo(
            "The export is not protected by a passphrase. Name it as file or mounted under"
                + " rootKey, without passphrase.");
  }

  /** As OpenSSL makes it, which knows nothing of Bouncy Castle. */
  @Test
  void cost_makesTheKeyThatAnotherImplementationMakes() {
    assertThat(
            new Argon2Cost(256, 2, 1)
                .key(Secret.of("password"), "somesaltsomesalt".getBytes(US_ASCII))
                .getEncoded())
        .asHexString()
        .isEqualToIgnoringCase("cab746b4621993fdc91ec50787980b414a90a692f0bc68dfe19f9c25b3cba9ec");
  }

  private byte[] edited(String from, String to) {
    String edited = new String(text, US_ASCII).replace(from, to);
    assertThat(edited).isNotEqualTo(new String(text, US_ASCII));
    return checked(edited);
  }

  private static byte[] checked(String lines) {
    String body = lines.substring(0, lines.indexOf("checksum "));
    return CheckedText.write(body.getBytes(US_ASCII));
  }

  private String problem(byte[] changed) {
    KeyRingException wrong =
        catchThrowableOfType(
            KeyRingException.class,
            () -> ProtectedRing.read(changed, "The export").open(passphrase));
    assertThat(wrong).as("was opened").isNotNull().hasNoCause();
    return String.valueOf(wrong.getMessage());
  }
}
