package dev.tokenward.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an app proves itself when it renews a grant. */
class AuthenticationTest {

  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream =
      new ScriptedUpstream().then(request -> Kept.token("access-1", "refresh-2"));
  private final TokenRuntime runtime = clock.runtime(upstream);

  private Map<String, List<String>> form() {
    return URLUtils.parseParameters(upstream.requests().get(0).body());
  }

  private String header() {
    return upstream.requests().get(0).headers().getOrDefault("Authorization", "");
  }

  @ParameterizedTest
  @CsvSource({"client_secret_basic, true, false", "client_secret_post, false, true"})
  void refresh_bySecret_sendsItWhereTheServerReadsIt(
      String method, boolean inHeader, boolean inForm) {
    Credential credential =
        Kept.credential(Secret.of("s:e c+ret"), Map.of("authentication", method));
    Kept.source(credential, runtime, Secret.of("refresh-1")).token();
    assertThat(header().startsWith("Basic ")).isEqualTo(inHeader);
    assertThat(form().containsKey("client_secret")).isEqualTo(inForm);
    assertThat(form().containsKey("client_id")).isEqualTo(inForm);
    assertThat(form()).containsEntry("refresh_token", List.of("refresh-1"));
  }

  @Test
  void refresh_ofAPublicClient_sendsItsIdAlone() {
    Credential credential = Kept.credential(Secret.of("unused"), Map.of("authentication", "none"));
    Kept.source(credential, runtime, Secret.of("refresh-1")).token();
    assertThat(header()).isEmpty();
    assertThat(form()).containsEntry("client_id", List.of("boards"));
    assertThat(form()).doesNotContainKey("client_secret");
  }

  @Test
  void refresh_byPrivateKey_signsForTheTokenEndpointByTheInjectedClock() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Credential given = Kept.credential(Secret.of("unused"), Map.of("keyId", "2026-11"));
    Credential credential =
        new Credential(
            given.id(),
            given.name(),
            given.kind(),
            given.fields(),
            Map.of("privateKey", Secret.of(pem(pair))));
    Kept.source(credential, runtime, Secret.of("refresh-1")).token();
    SignedJWT jwt = SignedJWT.parse(requireNonNull(form().get("client_assertion")).get(0));
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic()))).isTrue();
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("2026-11");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(Kept.TOKEN_URL);
    assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(FakeClock.START));
    assertThat(form()).doesNotContainKey("client_secret");
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN "
        + "PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void check_keyThatIsNone_namesTheFieldAndNotTheKey() {
    Map<String, String> fields = new HashMap<>(Kept.credential(Secret.of("x"), Map.of()).fields());
    Credential credential =
        new Credential(
            "boards",
            DelegatedOAuth.KIND,
            fields,
            Map.of("privateKey", Secret.of("no-key-at-all")));
    assertThat(new OAuthProvider(Grants.inMemory(runtime)).validate(credential))
        .singleElement()
        .matches(problem -> problem.field().equals("privateKey"))
        .matches(problem -> !problem.message().contains("no-key"));
  }

  @Test
  void open_methodWithoutItsSecret_isRefused() {
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () ->
                DelegatedOAuth.server("https://a.example/a", "https://a.example/t", "x")
                    .field("authentication", "client_secret_post")
                    .build()
                    .open());
    assertThat(failure).hasMessageContaining("clientSecret is missing");
  }
}
