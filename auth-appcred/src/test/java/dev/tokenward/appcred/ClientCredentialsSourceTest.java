package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCredentialsSourceTest {

  private static final String URL = "https://login.example/oauth/token?realm=a";
  private static final KeyPair RSA = Keys.rsa(2048);
  private static final KeyPair EC = Keys.ec("secp256r1");

  private final LeakProbe probe = new LeakProbe();
  private final String secret = probe.canary("client secret");
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final FakeClock clock = new FakeClock();

  @Test
  void token_bySecret_isInTheHeaderFormEncoded() {
    upstream.then(request -> Answers.token("abc"));

    MintedToken token =
        (MintedToken) bySecret(Map.of("clientId", "a b:c", "scope", "read  write")).token();

    assertThat(token.value()).isEqualTo("abc");
    HttpSender.Request sent = upstream.requests().get(0);
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.uri()).hasToString(URL);
    assertThat(sent.headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Authorization", "Basic " + base64("a+b%3Ac:" + encoded(secret)));
    assertThat(form(sent))
        .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "read write"));
    assertThat(sent.repeatable()).isTrue();
  }

  @Test
  void token_bySecretInTheForm_isThereAlone() {
    upstream.then(request -> Answers.token("abc"));

    bySecret(
            Map.of(
                "authentication",
                "client_secret_post",
                "audience",
                "api",
                "resource",
                "urn:orders"))
        .token();

    HttpSender.Request sent = upstream.requests().get(0);
    assertThat(sent.headers()).doesNotContainKey("Authorization");
    assertThat(form(sent))
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "audience", "api",
                "resource", "urn:orders",
                "client_id", "orders-job",
                "client_secret", secret));
  }

  @ParameterizedTest
  @CsvSource({"rsa,, RS256", "rsa, PS256, PS256", "ec,, ES256"})
  void token_byKey_isAnAssertionThatTheServerCanVerify(
      String key, String algorithm, String signedBy) throws Exception {
    upstream.then(request -> Answers.token("abc"));
    KeyPair pair = key.equals("ec") ? EC : RSA;
    Map<String, String> fields = new HashMap<>(Map.of("keyId", "k1"));
    if (algorithm != null) {
      fields.put("algorithm", algorithm);
    }

    byKey(Keys.pem(pair), fields).token();

    HttpSender.Request sent = upstream.requests().get(0);
    assertThat(form(sent))
        .containsEntry("client_id", "orders-job")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    SignedJWT jwt = SignedJWT.parse(form(sent).get("client_assertion"));
    assertThat(jwt.verify(verifier(pair))).isTrue();
    assertThat(jwt.getHeader().getAlgorithm()).hasToString(signedBy);
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("orders-job");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("orders-job");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(URL);
    assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(FakeClock.START));
    assertThat(jwt.getJWTClaimsSet().getExpirationTime())
        .isEqualTo(Date.from(FakeClock.START.plus(Duration.ofMinutes(5))));
  }

  @Test
  void token_byKeyAgain_isAnotherAssertionAndNeverTheSameTwice() throws Exception {
    upstream.then(request -> Answers.token("abc"));
    TokenSource source = byKey(Keys.pem(EC), Map.of());

    source.token();
    source.token();

    assertThat(upstream.requests())
        .noneMatch(HttpSender.Request::repeatable)
        .extracting(sent -> form(sent).get("client_assertion"))
        .doesNotHaveDuplicates();
  }

  @Test
  void token_byAnEncryptedKey_isGrantedWithItsPassphrase() {
    upstream.then(request -> Answers.token("abc"));
    AppCredentials.Builder builder =
        AppCredentials.privateKeyJwt(URL, "orders-job", Secret.of(Keys.encryptedPem(EC, "opens")))
            .secret("passphrase", Secret.of("opens"));

    try (CachingTokenSource source = builder.runtime(clock.runtime(upstream)).open()) {
      assertThat(source.token().authorization()).isEqualTo("Bearer abc");
    }
  }

  @Test
  void token_scopesOfTheRequest_replaceItsOwn() {
    upstream.then(request -> Answers.token("abc"));

    bySecret(Map.of("scope", "read")).token(TokenRequest.scopes("write", "admin"));

    assertThat(form(upstream.requests().get(0))).containsEntry("scope", "admin write");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_client, REJECTED, clientSecret or privateKey belongs to it",
    "401, invalid_client, REJECTED, clientSecret or privateKey belongs to it",
    "400, unauthorized_client, CONFIGURATION, grant client_credentials",
    "400, unsupported_grant_type, CONFIGURATION, grant client_credentials",
    "400, invalid_scope, CONFIGURATION, Check scope",
    "400, invalid_target, CONFIGURATION, Check audience and resource",
    "400, invalid_request, CONFIGURATION, 'Check tokenUrl, scope'",
    "400, invalid_grant, DENIED, Ask whoever runs the server",
    "403, access_denied, DENIED, Ask whoever runs the server",
    "400, temporarily_unavailable, UNREACHABLE, Wait",
    "400, something_new, REJECTED, its log says more",
    "503, server_error, UNREACHABLE, Wait",
    "429, invalid_request, THROTTLED, ask as the same client",
  })
  void token_refused_saysWhyWithoutAWordOfEntra(
      int status, String error, Reason reason, String nextStep) {
    String words = probe.canary("error_description");
    String body = "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, words);
    upstream.then(request -> Answers.json(status, body));

    TokenException failure = refused(TokenRequest.DEFAULT);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.nextStep()).contains(nextStep);
    assertThat(failure).hasMessageContaining("orders").hasMessageNotContaining("Entra");
    probe.see("exception", failure).assertClean();
  }

  @ParameterizedTest
  @CsvSource({
    "401, REJECTED, authentication is the method",
    "403, DENIED, Ask whoever runs the server",
    "404, UNREACHABLE, token endpoint itself",
    "200, UNREACHABLE, token endpoint itself",
    "302, UNREACHABLE, token endpoint itself",
  })
  void token_refusedByAPage_saysWhatTheStatusMeans(int status, Reason reason, String nextStep) {
    upstream.then(request -> Answers.json(status, "<html>"));

    assertThat(refused(TokenRequest.DEFAULT))
        .returns(reason, TokenException::reason)
        .extracting(TokenException::nextStep)
        .asString()
        .contains(nextStep);
  }

  @Test
  void token_forATenantOrAUser_isRefusedHere() {
    assertThat(refused(TokenRequest.DEFAULT.tenant("contoso.com")).nextStep()).contains("without");
    assertThat(refused(TokenRequest.DEFAULT.onBehalfOf("users-token")).reason())
        .isEqualTo(Reason.CONFIGURATION);
    assertThat(upstream.requests()).isEmpty();
  }

  private TokenException refused(TokenRequest request) {
    return catchThrowableOfType(TokenException.class, () -> bySecret(Map.of()).token(request));
  }

  private TokenSource bySecret(Map<String, String> fields) {
    return open(fields, Map.of("clientSecret", Secret.of(secret)));
  }

  private TokenSource byKey(String pem, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("authentication", "private_key_jwt");
    return open(all, Map.of("privateKey", Secret.of(pem)));
  }

  private TokenSource open(Map<String, String> fields, Map<String, Secret> secrets) {
    Map<String, String> all = new HashMap<>(Map.of("tokenUrl", URL, "clientId", "orders-job"));
    all.putAll(fields);
    Credential credential =
        new Credential("orders", AppCredentials.CLIENT_CREDENTIALS, all, secrets);
    assertThat(new ClientCredentialsProvider().validate(credential)).isEmpty();
    return new ClientCredentialsProvider().open(credential, clock.runtime(upstream));
  }

  private static JWSVerifier verifier(KeyPair pair) throws Exception {
    return pair.getPublic() instanceof ECPublicKey ec
        ? new ECDSAVerifier(ec)
        : new RSASSAVerifier((RSAPublicKey) pair.getPublic());
  }

  private static Map<String, String> form(HttpSender.Request request) {
    return Arrays.stream(request.body().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> decoded(pair[1])));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return TokenForm.encoded(text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
