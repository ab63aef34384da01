package dev.tokenward.pat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples are put together here, so that no scanner finds a token in this file. */
class PatFormatTest {

  static Stream<String> known() {
    return Stream.of(
        "a2".repeat(26),
        "a".repeat(52) + "JQQJ99" + "B" + "L" + "c".repeat(12) + "AAAA" + "AZDO" + "d1E2",
        String.join(".", "eyJ0", "eyJh_-", "c2ln"));
  }

  static Stream<String> unknown() {
    return Stream.of(
        "hunter2",
        "a1".repeat(26),
        "A2".repeat(26),
        "a2".repeat(26) + "\n",
        "a".repeat(84),
        "a".repeat(52) + "JQQJ99" + "B" + "M" + "c".repeat(12) + "AAAA" + "AZDO" + "d1E2");
  }

  @ParameterizedTest
  @MethodSource("known")
  void fits_aShapeThatAzureDevOpsMakes_isKnown(String token) {
    assertThat(PatFormat.fits(Secret.of(token))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void fits_anythingElse_isNot(String token) {
    assertThat(PatFormat.fits(Secret.of(token))).isFalse();
  }
}
