package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

  /** In standard Base64 it has a plus, a slash and padding. */
  private static final String CLAIMS = "{\"access_token\":{\"p\":{\"value\":\"~~~???ÿÿ>\"}}}";

  private static final byte[] JSON = CLAIMS.getBytes(StandardCharsets.UTF_8);

  @Test
  void in_standardAlphabet_isRead() {
    assertThat(in(Base64.getEncoder().encodeToString(JSON))).containsExactly(CLAIMS);
  }

  @Test
  void in_urlAlphabetWithoutPadding_isRead() {
    assertThat(in(Base64.getUrlEncoder().withoutPadding().encodeToString(JSON)))
        .containsExactly(CLAIMS);
  }

  @Test
  void in_secondHeaderAndOddCase_isFound() {
    String claims = Base64.getEncoder().encodeToString(JSON);
    assertThat(
            Challenge.in(
                List.of(
                    "Basic realm=\"x\"",
                    "bearer realm=\"\", CLAIMS=\"" + claims + "\", Error=insufficient_claims")))
        .contains(new Challenge(CLAIMS));
  }

  @Test
  void in_anEndlessHeader_isEmpty() {
    String claims = Base64.getEncoder().encodeToString(JSON);
    String real = "Bearer error=\"insufficient_claims\", claims=\"" + claims + "\"";
    assertThat(Challenge.in(List.of(real + " ".repeat(100)))).isPresent();
    assertThat(Challenge.in(List.of(real + " Bearer".repeat(50_000)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer error=\"invalid_token\", claims=\"e30=\"",
        "Bearer error=\"insufficient_claims\"",
        "Bearer error=\"insufficient_claims\", claims=\"%%%\"",
        "Bearer error=\"insufficient_claims\", claims=\"bm8ganNvbg==\"",
        "Bearer error=\"insufficient_claims\", claims=\"e\"",
        "Basic realm=\"error=insufficient_claims\""
      })
  void in_whatIsNoChallenge_isEmpty(String header) {
    assertThat(Challenge.in(List.of(header))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "}", "[]", "\"text\""})
  void new_whatIsNoObject_isRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> new Challenge(text + "canary"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void new_tooLong_isRefused() {
    String longest = "{" + " ".repeat(Challenge.LONGEST - 2) + "}";
    assertThat(new Challenge(longest).claims()).hasSize(Challenge.LONGEST);
    assertThatThrownBy(() -> new Challenge("{ " + longest.substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_saysNothingOfTheClaims() {
    assertThat(new Challenge("{\"user\":\"ada\"}")).hasToString("Challenge");
  }

  private static List<String> in(String encoded) {
    return Challenge.in(List.of("Bearer error=\"insufficient_claims\", claims=\"" + encoded + "\""))
        .map(Challenge::claims)
        .stream()
        .toList();
  }
}
