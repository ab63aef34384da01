package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where the issuer was not given, or given wrongly. */
class IssuerTest {

  private static final String ISSUER = "https://login.example/realms/acme";

  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final TokenRuntime runtime = new FakeClock().runtime(upstream);
  private final OAuthProvider provider = new OAuthProvider(Grants.inMemory(runtime));

  private Answer finish(Map<String, String> fields, String issuer) {
    Consent consent =
        provider.begin(Kept.credential(Secret.of("app-secret"), fields), AtEntra.REDIRECT, runtime);
    return consent.finish(Map.of("state", consent.state(), "code", "c", "iss", issuer));
  }

  private TokenException refused(Map<String, String> fields, String issuer) {
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> finish(fields, issuer));
    assertThat(upstream.requests()).as("the code stays here").isEmpty();
    return failure;
  }

  @Test
  void finish_issuerThatIsNotGiven_saysToGiveWhatCame() {
    TokenException failure = refused(Map.of(), ISSUER);
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContainingAll("boards", "no issuer is given");
    assertThat(failure.nextStep()).contains("the field issuer", ISSUER, "egin again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/realms/acme",
        "https://login.example.evil.example",
        "https://login.example/<b>",
        "javascript:x"
      })
  void finish_issuerThatMayBeAnothers_isNotRecommended(String issuer) {
    TokenException failure = refused(Map.of(), issuer);
    assertThat(failure.nextStep()).contains("the field issuer").doesNotContain(issuer);
    assertThat(failure).hasMessageNotContaining(issuer);
  }

  @Test
  void finish_issuerGivenAsItCame_isTaken() {
    upstream.then(request -> Kept.token("access-1", "refresh-1"));
    assertThat(finish(Map.of("issuer", ISSUER), ISSUER)).isNotNull();
  }

  @Test
  void finish_anotherIssuerThanGiven_isRefused() {
    assertThat(refused(Map.of("issuer", ISSUER), "https://login.example/realms/other"))
        .hasMessageContaining("another issuer");
  }

  private TokenException undiscovered() {
    Credential credential =
        Kept.credential(
            Secret.of("app-secret"), Map.of("preset", "openid-connect", "issuer", ISSUER));
    return catchThrowableOfType(
        TokenException.class, () -> provider.begin(credential, AtEntra.REDIRECT, runtime).page());
  }

  @Test
  void discovery_nothingThere_namesTheStatusAndTheField() {
    upstream.then(request -> Kept.json(404, "{}"));
    TokenException failure = undiscovered();
    assertThat(failure).hasMessageContainingAll("answers 404 for", ISSUER + "/.well-known");
    assertThat(failure.nextStep()).contains("Check issuer");
  }

  @Test
  void discovery_providerOutOfOrder_namesTheStatus() {
    upstream.then(request -> Kept.json(503, "{}"));
    TokenException failure = undiscovered();
    assertThat(failure).hasMessageContaining("answers 503 for");
    assertThat(failure.nextStep()).startsWith("Ask again later");
  }

  @Test
  void discovery_providerAway_saysToLookAtTheWayThere() {
    upstream.then(
        request -> {
          throw new ConnectException("refused");
        });
    assertThat(undiscovered().nextStep()).contains("can reach https://login.example");
  }
}
