package dev.tokenward.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.TokenException.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vocabulary: tokens, requests, exceptions. */
class ValuesTest {

  private static final Instant NOW = FakeClock.START;

  @ParameterizedTest
  @Rule(15)
  @CsvSource(
      nullValues = "null",
      value = {
        "3600, PT1H",
        "' 3600 ', PT1H",
        "3600.9, PT1H",
        "3.6e3, PT1H",
        "null, PT5M",
        "'', PT5M",
        "0, PT5M",
        "-1, PT5M",
        "NaN, PT5M",
        "soon, PT5M",
        "99999999999999999999, PT720H",
        "Infinity, PT720H",
      })
  void lifetime_whateverTheServerSays_isSane(@Nullable String expiresIn, Duration lifetime) {
    assertThat(MintedToken.lifetime(expiresIn)).isEqualTo(lifetime);
  }

  @Test
  @Rule(15)
  void bearer_lifetime_isClamped() {
    assertThat(bearer(Duration.ofDays(31)).expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(bearer(Duration.ofSeconds(-1)).expiresAt()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words", "line\nend", "caf\u00e9", "nul\0", "del\177"})
  void bearer_whatNoHeaderTakes_isRefusedWithoutQuotingIt(String value) {
    assertThatThrownBy(() -> MintedToken.bearer(value, NOW, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A token is visible ASCII text without spaces");
  }

  @Test
  void minted_changes_keepTheRest() {
    MintedToken token = bearer(Duration.ofHours(1)).scopes(List.of("a")).refreshAt(NOW);
    TokenRequest request = TokenRequest.scopes("a");
    MintedToken kept = token.keptUnder(request);
    assertThat(kept.request()).isSameAs(request);
    assertThat(kept.refreshAt()).isEqualTo(NOW);
    assertThat(kept.scopes()).containsExactly("a");
    assertThat(kept.value()).isEqualTo("some-token");
    assertThat(kept.authorization()).isEqualTo("Bearer some-token");
  }

  @Test
  void token_equality_goesByWhatItAuthorizes() {
    assertThat(bearer(Duration.ofHours(1)))
        .isEqualTo(bearer(Duration.ofHours(2)))
        .hasSameHashCodeAs(bearer(Duration.ofHours(2)))
        .isNotEqualTo(MintedToken.bearer("other-token", NOW, Duration.ofHours(1)));
  }

  @Test
  void token_textForm_isTheIdAlone() {
    LeakProbe probe = new LeakProbe();
    MintedToken minted = MintedToken.bearer(probe.canary("minted"), NOW, Duration.ofHours(1));
    StoredToken stored = StoredToken.basic("user", Secret.of(probe.canary("stored")));
    assertThat(minted).hasToString("MintedToken[" + minted.id() + "]");
    assertThat(minted.id()).matches("[0-9a-f]{8}");
    probe.see("text", minted + " " + stored + " " + stored.id()).assertClean();
  }

  @Test
  void stored_basic_isRfc7617() {
    StoredToken token = StoredToken.basic("", Secret.of("p\u00e4ss"));
    String pair =
        new String(
            Base64.getDecoder().decode(token.authorization().substring("Basic ".length())), UTF_8);
    assertThat(pair).isEqualTo(":p\u00e4ss");
    assertThat(token.expiresAt()).isNull();
  }

  @Test
  void request_orderAndDoubles_doNotMatter() {
    TokenRequest one = TokenRequest.scopes("b", "a", "b");
    assertThat(one).isEqualTo(TokenRequest.scopes(List.of("a", "b")));
    assertThat(one).hasSameHashCodeAs(TokenRequest.scopes("a", "b"));
    assertThat(one.scopes()).containsExactly("a", "b");
    assertThat(TokenRequest.scopes(List.of())).isSameAs(TokenRequest.DEFAULT);
  }

  @Test
  void request_tenant_isPartOfTheKey() {
    assertThat(TokenRequest.DEFAULT.tenant("acme")).isNotEqualTo(TokenRequest.DEFAULT);
    assertThat(TokenRequest.DEFAULT.tenant("acme")).isEqualTo(TokenRequest.DEFAULT.tenant("acme"));
    assertThat(TokenRequest.scopes("a").tenant("acme")).hasToString("TokenRequest[a] in acme");
  }

  @Test
  void request_onBehalfOfAUser_isAKeyOfItsOwnAndHidesTheToken() {
    LeakProbe probe = new LeakProbe();
    String token = probe.canary("user's token");
    TokenRequest request = TokenRequest.scopes("a").onBehalfOf(token);
    assertThat(request)
        .isEqualTo(TokenRequest.scopes("a").onBehalfOf(token))
        .hasSameHashCodeAs(TokenRequest.scopes("a").onBehalfOf(token))
        .isNotEqualTo(TokenRequest.scopes("a").onBehalfOf("another-token"))
        .isNotEqualTo(TokenRequest.scopes("a"))
        .hasToString("TokenRequest[a] on behalf of a user");
    probe.see("text", request + " " + request.userToken()).assertClean();
  }

  @Test
  void request_onBehalfOfAUser_keepsTheTokenThroughEveryChange() {
    TokenRequest request =
        TokenRequest.DEFAULT
            .onBehalfOf("users-token")
            .tenant("acme")
            .answering(new Challenge("{\"access_token\":{}}"));
    Objects.requireNonNull(request.userToken()).destroy();
    assertThat(request.userToken()).isNotNull().returns(true, kept -> kept.matches("users-token"));
    assertThat(TokenRequest.DEFAULT.userToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer abc", "line\nend", "caf\u00e9"})
  void request_onBehalfOfWhatIsNoToken_isRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> TokenRequest.DEFAULT.onBehalfOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A token is visible ASCII text without spaces");
  }

  @Test
  void patience_negative_isRefused() {
    assertThatThrownBy(() -> Patience.atMost(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Patience.DEFAULT.minRemaining(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void exception_forAWaiter_isAnotherInstanceThatSaysTheSame() {
    TokenException first =
        Engine.failure(Reason.THROTTLED).withCode("TF1").withRetryAfter(Duration.ofSeconds(3));
    TokenException own = first.causedBy(first);
    assertThat(own).isNotSameAs(first).hasCause(first).hasMessage(first.getMessage());
    assertThat(own.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(own.code()).hasValue("TF1");
    assertThat(own.retryAfter()).hasValue(Duration.ofSeconds(3));
    assertThat(own.nextStep()).isEqualTo(first.nextStep());
    assertThat(own.retryable()).isTrue();
  }

  @Test
  void httpMessages_textForms_hideEverythingThatMayHoldASecret() {
    LeakProbe probe = new LeakProbe();
    String secret = probe.canary("secret");
    URI uri = URI.create("https://user:" + secret.replace("~/+", "") + "@host:8443/p?q=1");
    probe.watch("user info", secret.replace("~/+", ""));
    HttpSender.Request request =
        new HttpSender.Request(
            "POST", uri, Map.of("Authorization", secret), secret, Duration.ofSeconds(1), true);
    HttpSender.Response response =
        new HttpSender.Response(200, Map.of("X", List.of(secret)), secret);
    assertThat(request).hasToString("POST https://host:8443");
    assertThat(response).hasToString("HTTP 200");
    probe.see("text", request + " " + response).assertClean();
  }

  @Test
  void credential_textForm_hidesSecretsAndNamesAMissingField() {
    LeakProbe probe = new LeakProbe();
    Credential credential =
        new Credential("build", "demo", Map.of(), Map.of("key", Secret.of(probe.canary("key"))));
    probe.see("text", credential.toString()).assertClean();
    assertThatThrownBy(() -> credential.secret("pin"))
        .isInstanceOf(TokenException.class)
        .hasMessage("The credential build has no pin");
  }

  private static MintedToken bearer(Duration lifetime) {
    return MintedToken.bearer("some-token", NOW, lifetime);
  }
}
