package dev.tokenward.vault.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlEncodedTest {

  @Test
  void parse_pairs_keepsEveryValueInOrder() throws Exception {
    assertThat(UrlEncoded.parse("a=1&b=x%20y+z&a=2&c&d=&&e=f=g%C3%A9%00"))
        .isEqualTo(
            Map.of(
                "a", List.of("1", "2"),
                "b", List.of("x y z"),
                "c", List.of(""),
                "d", List.of(""),
                "e", List.of("f=g\u00e9\0")));
  }

  @Test
  void parse_nothing_isEmpty() throws Exception {
    assertThat(UrlEncoded.parse(null)).isEmpty();
    assertThat(UrlEncoded.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a=%,a", "a=%4,a", "a=%zz,a", "a=x%ff,a", "a=%C3,a", "a=%C0%80,a", "%zz=1,%zz"})
  void parse_badEncoding_namesTheParameter(String text, String name) {
    assertThatThrownBy(() -> UrlEncoded.parse("ok=1&" + text))
        .isInstanceOfSatisfying(
            UrlEncoded.BadEncodingException.class, e -> assertThat(e.name()).isEqualTo(name));
  }

  @Test
  void parse_longestBody_needsNoDeepStack() throws Exception {
    String text = "%41".repeat(Asks.LONGEST_BODY);
    assertThat(UrlEncoded.parse("a=" + text).get("a"))
        .containsExactly("A".repeat(text.length() / 3));
  }
}
