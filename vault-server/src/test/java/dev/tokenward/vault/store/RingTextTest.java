package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTextTest {

  private static final String HEADER = "tokenward-key-ring 1\n";

  private final SecureRandom random = new SecureRandom();
  private final KeyRing ring = KeyRing.generate(random).withNewVersion(random);
  private final byte[] text = RingText.write(ring);

  @Test
  void write_isALineForEachKeyBetweenHeaderAndChecksum() {
    assertThat(new String(text, US_ASCII))
        .matches(HEADER + "1 [A-Za-z0-9+/]{43}=\n2 [A-Za-z0-9+/]{43}=\nchecksum [0-9a-f]{16}\n");
  }

  @Test
  void read_whatWasWritten_isTheSameRing() {
    KeyRing read = RingText.read(text, "The ring");

    assertThat(read.keeps(ring)).isTrue();
    assertThat(ring.keeps(read)).isTrue();
  }

  @Test
  void read_withoutTheLastLineEnd_isTheSameRing() {
    assertThat(RingText.read(Arrays.copyOf(text, text.length - 1), "The ring").keeps(ring))
        .isTrue();
  }

  @Test
  void read_cutOffAtAnyOtherByte_saysSo() {
    for (int length = 0; length < text.length - 1; length++) {
      assertThat(problem(Arrays.copyOf(text, length)))
          .as("length " + length)
          .containsPattern(length == 0 ? "^The ring is empty\\. " : "^The ring was cut off ")
          .endsWith(" Put back a whole copy of it.");
    }
  }

  @Test
  void read_anyByteChanged_isRefusedWithoutShowingAKey() {
    for (int at = 0; at < text.length - 1; at++) {
      byte[] changed = text.clone();
      changed[at] ^= 1;
      assertThat(problem(changed)).as("byte " + at).startsWith("The ring ").satisfies(this::noKey);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          other\\n          | is no key ring. Correct the path, or put the key ring there.
          tokenward-key-ring 2\\n | is of a format that this version of the vault cannot read. Run \
          the version that wrote it.
          tokenward-protected-key-ring 1\\n | is protected by a passphrase. Name that one in \
          rootKey.passphrase, with the ring in stateDir.
          """)
  void read_anotherFirstLine_saysWhatItSeemsToBe(String first, String expected) {
    assertThat(problem(first.replace("\\n", "\n").getBytes(US_ASCII)))
        .isEqualTo("The ring " + expected);
  }

  @Test
  void read_keyInsteadOfARing_isNotRepeated() {
    assertThat(problem(Base64.getEncoder().encode(key(1))))
        .isEqualTo("The ring is no key ring. Correct the path, or put the key ring there.");
  }

  @Test
  void read_keyOfAnotherLength_namesLineAndLength() {
    String line = "1 " + Base64.getEncoder().encodeToString(new byte[16]) + "\n";

    assertThat(problem(checked(HEADER + line)))
        .isEqualTo(
            "The ring, line 2, holds a root key of 16 bytes, and one has 32. Put the right one"
                + " there.");
  }

  @Test
  void read_noBase64_namesTheLine() {
    assertThat(problem(checked(HEADER + "1 ????\n")))
        .isEqualTo("The ring, line 2, holds no root key in Base64. Put the right one there.");
  }

  @Test
  void read_versionsThatDoNotAscend_areRefused() {
    String key = Base64.getEncoder().encodeToString(key(1));
    for (List<String> versions :
        List.of(
            List.of("0"),
            List.of("01"),
            List.of("-1"),
            List.of("x"),
            List.of("9999999999"),
            List.of("1", "1"),
            List.of("2", "1"))) {
      StringBuilder lines = new StringBuilder(HEADER);
      versions.forEach(each -> lines.append(each).append(' ').append(key).append('\n'));
      assertThat(problem(checked(lines.toString())))
          .as("%s", versions)
          .endsWith(
              " begins with no version above the one before. Put back an unchanged copy of it.")
          .doesNotContain(key);
    }
  }

  @Test
  void read_noKeyAtAll_isRefused() {
    assertThat(problem(checked(HEADER)))
        .isEqualTo("The ring holds no root key. Put back an unchanged copy of it.");
  }

  private static byte[] checked(String lines) {
    return CheckedText.write(lines.getBytes(US_ASCII));
  }

  private byte[] key(int version) {
    return ring.key(version).orElseThrow().copyBytes();
  }

  private void noKey(String message) {
    for (int version : ring.versions()) {
      assertThat(message).doesNotContain(Base64.getEncoder().encodeToString(key(version)));
    }
  }

  private static String problem(byte[] text) {
    KeyRingException wrong =
        catchThrowableOfType(KeyRingException.class, () -> RingText.read(text, "The ring"));
    assertThat(wrong).as("was read").isNotNull().hasNoCause();
    return String.valueOf(wrong.getMessage());
  }
}
