package dev.tokenward.vault.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.MintedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFactsTest {

  private static TokenFacts facts(String text) {
    return TokenFacts.of(
        MintedToken.bearer(text, Instant.parse("2026-11-22T12:00:00Z"), Duration.ofHours(1)), text);
  }

  private static String jwt(String claims) {
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
  }

  @Test
  void of_jwt_hasWhatItSaysOfItself() {
    TokenFacts facts =
        facts(
            jwt(
                "{\"iss\":\"https://sts/\",\"aud\":[\"ado\",\"x\"],\"tid\":\"t\",\"sub\":\"s\","
                    + "\"scp\":\"a b\"}"));
    assertThat(facts.expiresAt()).isEqualTo("2026-11-22T13:00:00Z");
    assertThat(facts)
        .extracting(
            TokenFacts::issuer,
            TokenFacts::audience,
            TokenFacts::tenant,
            TokenFacts::subject,
            TokenFacts::scopes)
        .containsExactly("https://sts/", "ado", "t", "s", List.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'tid':'t','oid':'o','sub':'s'} | o of t",
        "{'tid':'t','appid':'a'} | a of t",
        "{'iss':'i','sub':'s'} | s of i",
        "{'sub':'s'} | ",
        "{'tid':'t'} | ",
        "{'tid':'t','oid':7} | ",
      })
  void unverifiedIdentity_isWhomItStandsForAndWhoSaysSo(String claims, String identity) {
    assertThat(facts(jwt(claims.replace('\'', '"'))).unverifiedIdentity().orElse(null))
        .isEqualTo(identity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "a.b.c", "a.!!.c", "..", "e30.bm90IGpzb24.x", "e30.WzFd.x"})
  void of_whatIsNoJwt_hasTheLifeAlone(String text) {
    TokenFacts facts = facts(text);
    assertThat(facts.id()).matches("[0-9a-f]{8}");
    assertThat(facts.issuer()).isNull();
    assertThat(facts.unverifiedIdentity()).isEmpty();
  }

  @Test
  void of_claimsThatAreLongOrNoText_areCut() {
    TokenFacts facts = facts(jwt("{\"iss\":\"a\\nb" + "x".repeat(1000) + "\"}"));
    assertThat(facts.issuer()).hasSize(256).startsWith("a b");
  }
}
