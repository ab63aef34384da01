package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsalGrantTest {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  private static final String SCOPE = "https://app.vssps.visualstudio.com/.default";

  private final LeakProbe probe = new LeakProbe();
  private final String secret = probe.canary("client secret");
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final FakeClock clock = new FakeClock();

  @Test
  void acquire_once_isOnePostToTheTokenEndpoint() {
    upstream.then(request -> Answers.token("abc"));

    MintedToken token = acquire("https://login.microsoftonline.us/Contoso.us");

    assertThat(token.authorization()).isEqualTo("Bearer abc");
    assertThat(upstream.requests()).singleElement().satisfies(this::isTheGrant);
  }

  private void isTheGrant(HttpSender.Request request) {
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri())
        .isEqualTo(URI.create("https://login.microsoftonline.us/contoso.us/oauth2/v2.0/token"));
    assertThat(request.headers()).doesNotContainKey("Authorization");
    assertThat(request.repeatable()).isTrue();
    assertThat(form(request.body()))
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("client_id", CLIENT_ID)
        .containsEntry("client_secret", secret)
        .hasEntrySatisfying("scope", scope -> assertThat(scope.split(" ")).contains(SCOPE));
  }

  @Test
  void acquire_onBehalfOfAUser_sendsTheUsersTokenInTheBodyAlone() throws Exception {
    String user = probe.canary("user's token");
    upstream.then(request -> Answers.token("abc"));
    try (CapturedLog log = new CapturedLog()) {
      grant()
          .acquire(
              Authority.of("contoso.com"),
              new Ask(Set.of("vso.code", "vso.work"), null, Secret.of(user)));

      assertThat(log.text()).contains("aad.msal4j");
      HttpSender.Request sent = upstream.requests().get(0);
      assertThat(form(sent.body()))
          .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
          .containsEntry("requested_token_use", "on_behalf_of")
          .containsEntry("assertion", user)
          .containsEntry("client_secret", secret)
          .hasEntrySatisfying(
              "scope", scope -> assertThat(scope.split(" ")).contains("vso.code", "vso.work"));
      probe.see("log", log.text()).see("request", sent.uri() + " " + sent.headers()).assertClean();
    }
  }

  /** MSAL4J writes them anew, {@code essential} last. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":{\"nbf\":{\"value\":\"1604106651\",\"essential\":true}}}",
        "{\"access_token\":{\"acrs\":{\"value\":\"c1\",\"essential\":true}}}",
        "{\"access_token\":{\"acrs\":{\"values\":[\"c1\",\"urn:x\"],\"essential\":true}}}",
        "{\"access_token\":{\"xms_rp_ipaddr\":{\"value\":\"192.0.2.7\"}}}"
      })
  void acquire_claims_sendsThemAsTheyAre(String claims) {
    upstream.then(request -> Answers.token("abc"));

    grant().acquire(Authority.of("contoso.com"), ask(claims));

    assertThat(form(upstream.requests().get(0).body())).containsEntry("claims", claims);
  }

  @Test
  void acquire_claimsThatAreNoJson_isRefusedWithoutQuotingThem() {
    String words = probe.canary("claims");

    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> grant().acquire(Authority.of("contoso.com"), ask("{" + words + "}")));

    assertThat(failure.reason()).isEqualTo(TokenException.Reason.REJECTED);
    probe.see("exception", failure).assertClean();
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void acquire_again_asksAgain() {
    upstream.then(request -> Answers.token("abc"));
    MsalGrant grant = grant();

    for (int i = 0; i < 3; i++) {
      grant.acquire(Authority.of("contoso.com"), ask(null));
    }

    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  void acquire_hostThatMsalDoesNotKnow_asksNobodyAboutIt() {
    upstream.then(request -> Answers.token("abc"));
    try (CapturedLog log = new CapturedLog()) {
      acquire("https://login.example/contoso.com");

      // Told apart from discovery that was tried and held back: MSAL4J goes on either way.
      assertThat(log.text()).contains("Instance discovery set to false");
    }
    assertThat(upstream.requests())
        .extracting(request -> request.uri().getHost())
        .containsExactly("login.example");
  }

  @Test
  void acquire_anyCall_sendsOnTheCallersThread() {
    Thread[] sender = new Thread[1];
    upstream.then(
        request -> {
          sender[0] = Thread.currentThread();
          return Answers.token("abc");
        });

    acquire("contoso.com");

    assertThat(sender[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void acquire_failure_isAskedOnce() {
    upstream.then(request -> Answers.json(503, ""));

    assertThat(refused().reason()).isEqualTo(TokenException.Reason.UNREACHABLE);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void acquire_noAnswer_namesTheHostOnly() {
    upstream.thenUnreachable();

    TokenException failure = refused();

    assertThat(failure.reason()).isEqualTo(TokenException.Reason.UNREACHABLE);
    assertThat(failure)
        .hasMessage("No answer from login.microsoftonline.com to the request for ado-app")
        .hasNoCause();
    assertThat(failure.nextStep()).contains("can reach https://login.microsoftonline.com");
  }

  @Test
  void acquire_certificateNotTrusted_saysSo() {
    upstream.then(
        request -> {
          throw new SSLHandshakeException("PKIX path building failed");
        });

    assertThat(refused().nextStep()).contains("trusts the certificate");
  }

  @Test
  void acquire_senderRefuses_keepsItsOwnFailure() {
    var denied = new TokenException(TokenException.Reason.DENIED, "Not to this address", "Ask.");
    upstream.then(
        request -> {
          throw denied;
        });

    assertThat(refused()).isSameAs(denied);
  }

  @Test
  void acquire_senderBreaks_saysNothingOfTheText() {
    upstream.then(
        request -> {
          throw new IllegalStateException("with " + secret);
        });

    probe.see("exception", refused()).assertClean();
  }

  @Test
  void acquire_refused_letsNoWordOfTheServerOut() throws Exception {
    String words = probe.canary("error_description");
    upstream.then(request -> Answers.error("invalid_client", "AADSTS7000215: " + words));
    try (CapturedLog log = new CapturedLog()) {
      TokenException failure = refused();

      assertThat(failure.code()).contains("AADSTS7000215");
      assertThat(failure).hasNoCause();
      assertThat(log.text()).as("MSAL4J logs, and is heard here").contains("aad.msal4j");
      probe.see("exception", failure).see("log", log.text()).assertClean();
    }
  }

  @Test
  void acquire_odd200_letsNoWordOfTheServerOut() throws Exception {
    String words = probe.canary("page");
    upstream.then(request -> Answers.json(200, "<html>" + words));
    try (CapturedLog log = new CapturedLog()) {
      probe.see("exception", refused()).see("log", log.text()).assertClean();
    }
  }

  @Test
  void acquire_granted_logsNeitherSecretNorToken() throws Exception {
    String token = probe.canary("token");
    upstream.then(request -> Answers.token(token));
    try (CapturedLog log = new CapturedLog()) {
      MintedToken minted = acquire("contoso.com");

      assertThat(minted.value()).isEqualTo(token);
      probe.see("token", minted.toString()).see("log", log.text()).assertClean();
    }
  }

  private TokenException refused() {
    return catchThrowableOfType(TokenException.class, () -> acquire("contoso.com"));
  }

  private MintedToken acquire(String tenant) {
    return grant().acquire(Authority.of(tenant), ask(null));
  }

  private static Ask ask(@Nullable String claims) {
    return new Ask(Set.of(SCOPE), claims, null);
  }

  private MsalGrant grant() {
    EntraApp app = new EntraApp("ado-app", Authority.of("contoso.com"), CLIENT_ID, SCOPE);
    return new MsalGrant(
        app, () -> ClientCredentialFactory.createFromSecret(secret), clock.runtime(upstream));
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
