package dev.tokenward.pat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.core.TokenEvent;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalAccessTokensTest {

  private final LeakProbe probe = new LeakProbe();
  private final String pat = probe.canary("PAT");
  private final ScriptedUpstream nobody = new ScriptedUpstream();
  private final FakeClock clock = new FakeClock();

  @Test
  void token_usersLines_giveTheHeader(@TempDir Path folder) throws Exception {
    Path path = Files.writeString(folder.resolve("pat"), pat + "\n");

    var devOps = PersonalAccessTokens.of("acme", Secret.file(path)).open();

    assertThat(devOps.token().authorization()).isEqualTo(basic(":" + pat));
  }

  @Test
  void token_userName_isSentBeforeIt() {
    try (CachingTokenSource source = builder().username("Nexla").open()) {
      assertThat(source.token().authorization()).isEqualTo(basic("Nexla:" + pat));
    }
  }

  @Test
  void token_anyCall_isTheStoredSecretAndAsksNobody() {
    try (CachingTokenSource source = builder().open()) {
      AccessToken token = source.token();

      assertThat(token).isInstanceOf(StoredToken.class);
      assertThat(token.expiresAt()).isNull();
      assertThat(source.token()).isSameAs(token);
    }
    assertThat(nobody.requests()).isEmpty();
  }

  static Stream<TokenRequest> narrowed() {
    return Stream.of(TokenRequest.scopes("vso.code"), TokenRequest.DEFAULT.tenant("contoso.com"));
  }

  @ParameterizedTest
  @MethodSource("narrowed")
  void token_scopesOrTenant_saysWhereTheyAreFixed(TokenRequest request) {
    try (CachingTokenSource source = builder().open()) {
      TokenException failure =
          catchThrowableOfType(TokenException.class, () -> source.token(request));

      assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure.nextStep()).contains("User settings > Personal access tokens");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://dev.azure.com", "http://dev.azure.com/acme", "a b"})
  void open_wrongOrganization_namesTheField(String organization) {
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> PersonalAccessTokens.of(organization, Secret.of(pat)).open())
        .withMessageContaining("organization")
        .returns(Reason.CONFIGURATION, TokenException::reason);
  }

  @Test
  void open_secretInTheUrl_isNotRepeated() {
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            PersonalAccessTokens.of("https://me:" + pat + "@dev.azure.com/acme", Secret.of(pat))
                ::open);

    probe.see("exception", failure).assertClean();
  }

  @Test
  void open_unusualToken_warnsAndWorks() throws Exception {
    try (CapturedLog log = new CapturedLog();
        CachingTokenSource source = builder().open()) {
      assertThat(log.text()).contains("WARNING", "does not look like a personal access token");
      assertThat(source.token().authorization()).isEqualTo(basic(":" + pat));
    }
  }

  @Test
  void open_usualToken_warnsOfNothing() throws Exception {
    try (CapturedLog log = new CapturedLog();
        CachingTokenSource source =
            PersonalAccessTokens.of("acme", Secret.of("a2".repeat(26))).open()) {
      assertThat(source.token()).isNotNull();
      assertThat(log.text()).doesNotContain("WARNING");
    }
  }

  @Test
  void listener_hearsOfTheToken() {
    List<TokenEvent> heard = new ArrayList<>();
    try (CachingTokenSource source = builder().listener(heard::add).open()) {
      AccessToken token = source.token();

      assertThat(heard)
          .singleElement()
          .isInstanceOfSatisfying(
              TokenEvent.Acquired.class,
              event -> assertThat(event.tokenId()).isEqualTo(token.id()));
    }
  }

  @Test
  void close_opened_destroysTheSecret() {
    Secret secret = Secret.of(pat);

    PersonalAccessTokens.of("acme", secret).runtime(clock.runtime(nobody)).open().close();

    assertThat(secret.matches(pat)).isFalse();
  }

  @Test
  void token_whateverHappens_secretStaysInside() throws Exception {
    try (CapturedLog log = new CapturedLog();
        CachingTokenSource source = builder().open()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      AccessToken token = source.token();
      TokenException failure =
          catchThrowableOfType(
              TokenException.class, () -> source.token(TokenRequest.scopes("vso.code")));

      probe
          .see("text", token.toString())
          .see("exception", failure)
          .see("log", log.text())
          .assertClean();
    }
  }

  private PersonalAccessTokens.Builder builder() {
    return PersonalAccessTokens.of("acme", Secret.of(pat)).runtime(clock.runtime(nobody));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
