package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {

  private static final String SECRET = "not a secret ~/+ of anyone";

  private final SecretSearch search = new SecretSearch(SECRET);

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user", "someone@example.com"})
  void hits_basicHeaderOfAnyUser_isOne(String user) {
    byte[] pair = (user + ":" + SECRET).getBytes(UTF_8);
    assertThat(hits("Basic " + Base64.getEncoder().encodeToString(pair))).isOne();
    assertThat(hits("token=" + Base64.getUrlEncoder().encodeToString(pair) + "&")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, "not+a+secret+%7E%2F%2B+of+anyone"})
  void hits_plainOrInAUrl_isOne(String text) {
    assertThat(hits("GET /?q=" + text)).isOne();
  }

  @Test
  void hits_hexadecimal_isOne() {
    String hexadecimal = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
    assertThat(hits(hexadecimal)).isOne();
    assertThat(hits(hexadecimal.toUpperCase(Locale.ROOT))).isOne();
  }

  @Test
  void hits_amongBytesThatAreNoText_isOne() {
    byte[] bytes = new byte[300];
    bytes[0] = (byte) 0xff;
    System.arraycopy(SECRET.getBytes(UTF_8), 0, bytes, 200, SECRET.length());
    assertThat(search.hits(List.of(bytes))).isOne();
  }

  @Test
  void hits_anotherText_isNone() {
    assertThat(hits("not a secret ~/+ of everyone")).isZero();
  }

  private long hits(String text) {
    return search.hits(List.of(text.getBytes(UTF_8)));
  }
}
