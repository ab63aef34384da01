package dev.tokenward.vault.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TokenStringTest {

  private final SecureRandom random = new SecureRandom();

  @RepeatedTest(50)
  void make_always_isPrefixAndBase62AndChecksum() {
    String token = TokenString.virtualPat(random);
    assertThat(token).matches("twp_[0-9A-Za-z]{49}");
    assertThat(TokenString.wellFormed(token)).isTrue();
  }

  @Test
  void wellFormed_anyCharacterChanged_isNot() {
    String token = TokenString.virtualPat(random);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'a' ? 'b' : 'a';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(TokenString.wellFormed(changed)).isFalse();
    }
  }

  @Test
  void wellFormed_shorterOrEmpty_isNot() {
    assertThat(TokenString.wellFormed("twp_")).isFalse();
    assertThat(TokenString.wellFormed("")).isFalse();
  }
}
