package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that nobody here wrote: what both sides of our own may have misread shows here. */
class IndependentProviderTest {

  /** On Netty: its usual server is a rule of JUnit 4. */
  private final MockOAuth2Server server =
      new MockOAuth2Server(
          new OAuth2Config(
              false,
              null,
              null,
              false,
              new OAuth2TokenProvider(),
              Set.of(),
              new NettyWrapper(null)));

  private final List<String> asked = new ArrayList<>();
  private final TokenRuntime runtime = TokenRuntime.system().withHttp(this::send);
  private final OAuthProvider provider = new OAuthProvider(Grants.inMemory(runtime));
  private String issuer = "";

  @BeforeEach
  void start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server.start(InetAddress.getLoopbackAddress(), port);
    issuer = "http://localhost:" + port + "/default";
  }

  @AfterEach
  void stop() {
    server.shutdown();
  }

  private HttpSender.Response send(HttpSender.Request request) throws IOException {
    asked.add(request.body());
    return TokenRuntime.system().http().send(request);
  }

  private Credential credential() {
    return new Credential(
        "7",
        "boards",
        DelegatedOAuth.KIND,
        Map.of("preset", "openid-connect", "issuer", issuer, "clientId", "boards"),
        Map.of("clientSecret", Secret.of("any-secret-will-do")));
  }

  private Consent begin() {
    return provider.begin(
        credential(), URI.create("https://vault.example/oauth/callback"), runtime);
  }

  /** It asks nobody, and sends every browser back at once. */
  private static Map<String, String> approved(Consent consent) throws Exception {
    URI redirect =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(consent.page()).build(), BodyHandlers.discarding())
            .headers()
            .firstValue("Location")
            .map(URI::create)
            .orElseThrow();
    return AtEntra.parameters(redirect);
  }

  @Test
  void codeWithVerifierAndIdToken_thenRefresh_giveTokens() throws Exception {
    Consent consent = begin();
    Answer answer = consent.finish(approved(consent));
    assertThat(answer.grantor().subject()).isNotBlank();
    answer.keep();
    TokenSource source = provider.open(credential(), runtime);
    MintedToken first = (MintedToken) source.token();
    MintedToken second = (MintedToken) source.token();
    assertThat(second.value()).startsWith("ey").isNotEqualTo(first.value());
    assertThat(asked)
        .anyMatch(body -> body.contains("code_verifier="))
        .anyMatch(body -> body.contains("grant_type=refresh_token"));
    assertThat(provider.status(credential()).authorized()).isTrue();
  }

  @Test
  void codeOfAnotherConsent_isRefused() throws Exception {
    Consent first = begin();
    Consent second = begin();
    Map<String, String> stolen = new HashMap<>(approved(first));
    stolen.put("state", second.state());
    assertThat(catchThrowableOfType(TokenException.class, () -> second.finish(stolen))).isNotNull();
    assertThat(provider.status(credential()).authorized()).isFalse();
  }
}
