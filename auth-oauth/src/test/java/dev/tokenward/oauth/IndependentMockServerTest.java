package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The preset for any OpenID provider, at mock-oauth2-server, which nobody here wrote. */
class IndependentMockServerTest {

  private static final MockOAuth2Server SERVER = server(false);
  private static final MockOAuth2Server ROTATING = server(true);

  private final IndependentApp app = at(SERVER);

  /** On Netty, since its other server is a rule of JUnit 4. */
  private static MockOAuth2Server server(boolean rotates) {
    return new MockOAuth2Server(
        new OAuth2Config(
            false, null, null, rotates, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));
  }

  @BeforeAll
  static void start() throws IOException {
    SERVER.start(InetAddress.getLoopbackAddress(), 0);
    ROTATING.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterAll
  static void stop() {
    SERVER.shutdown();
    ROTATING.shutdown();
  }

  /** Its issuer is whatever it is called by. */
  private static String issuer(MockOAuth2Server server) {
    return "http://localhost:" + server.getConfig().getHttpServer().port() + "/default";
  }

  private static IndependentApp at(MockOAuth2Server server) {
    return new IndependentApp(
        IndependentApp.credential(
            "boards",
            issuer(server),
            "openid offline_access",
            Secret.of(UUID.randomUUID().toString())),
        TokenRuntime.system(),
        page -> new IndependentVisitor().visit(page));
  }

  /** Every ID token that comes next says so. */
  private static void claims(Map<String, Object> claims) {
    SERVER.enqueueCallback(
        new DefaultOAuth2TokenCallback("default", "ada", "JWT", List.of("boards"), claims));
  }

  @Test
  void consent_byDiscovery_tellsWhoByAnIdTokenThatHolds() {
    claims(Map.of("preferred_username", "ada@contoso.example"));
    app.consented();
    assertThat(app.status().authorized()).isTrue();
    assertThat(app.grantor().account()).isEqualTo("ada@contoso.example");
    assertThat(app.grantor().subject()).isEqualTo("ada");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refresh_givesAnotherTokenAndKeepsWhatIsRotated(boolean rotating) {
    IndependentApp asked = at(rotating ? ROTATING : SERVER).consented();
    Secret first = asked.refreshToken();
    TokenSource source = asked.source();
    String kept = source.token().authorization();

    assertThat(source.token().authorization()).isNotEqualTo(kept);
    assertThat(asked.refreshToken().matches(first.reveal())).isNotEqualTo(rotating);
    assertThat(source.token().authorization()).isNotEqualTo(kept);
    assertThat(asked.status().authorized()).isTrue();
  }

  @Test
  void consent_anotherNonce_isRefused() {
    assertThat(app.failure(page -> page.replaceFirst("nonce=[^&]*", "nonce=another")))
        .hasMessageContaining("another request");
    assertThat(app.status().authorized()).isFalse();
  }

  @Test
  void consent_anotherChallenge_isRefusedByTheServer() {
    String another = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assertThat(app.failure(page -> page.replaceFirst("code_challenge=[^&]*", another)).code())
        .isPresent();
    assertThat(app.status().authorized()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "aud, somebody-else, another app",
    "iss, http://localhost/another, another issuer",
    "nonce, of-another-request, another request"
  })
  void consent_idTokenThatDoesNotHold_isRefused(String claim, String value, String why) {
    claims(Map.of(claim, value));
    assertThat(app.failure(page -> page)).hasMessageContaining(why);
    assertThat(app.status().authorized()).isFalse();
  }

  @Test
  void signIn_ofAProgram_comesBackByLoopback() {
    DelegatedOAuth program = DelegatedOAuth.openIdConnect(issuer(SERVER), "desktop").build();
    program.signIn(page -> new IndependentVisitor().visit(page));
    assertThat(program.isAuthorized()).isTrue();
    try (CachingTokenSource source = program.open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }
}
