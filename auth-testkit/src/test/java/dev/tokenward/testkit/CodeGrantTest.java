package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.entra.ExpiresIn;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class CodeGrantTest {

  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;
  private EntraUser ada;
  private SignIn signIn;

  CodeGrantTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() throws Exception {
    emulator.clock(() -> NOW);
    app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT);
    ada = emulator.entra().user("contoso", SignIn.ADA);
    signIn = new SignIn(emulator, app).confidential();
  }

  private SignIn publicApp() throws Exception {
    return new SignIn(emulator, emulator.entra().publicApp("contoso").redirectUri(SignIn.REDIRECT));
  }

  @Test
  void token_code_isTheUsers() throws Exception {
    JsonNode answer = signIn.tokens();
    JWTClaimsSet token = SignIn.claims(answer, "access_token");

    assertThat(token.getStringClaim("scp")).isEqualTo("vso.code");
    assertThat(token.getStringClaim("upn")).isEqualTo(SignIn.ADA);
    assertThat(token.getStringClaim("unique_name")).isEqualTo(SignIn.ADA);
    assertThat(token.getStringClaim("oid")).isEqualTo(ada.objectId());
    assertThat(token.getStringClaim("appid")).isEqualTo(app.clientId());
    assertThat(token.getStringClaim("appidacr")).isEqualTo("1");
    assertThat(token.getAudience()).containsExactly(SignIn.RESOURCE);
    assertThat(answer.path("scope").asText()).isEqualTo(SignIn.RESOURCE + "/vso.code openid");
    assertThat(answer.path("expires_in").intValue()).isEqualTo(3599);
    assertThat(answer.has("client_info")).isFalse();
  }

  @Test
  void token_openid_comesWithAnIdTokenByThePublishedKey() throws Exception {
    JsonNode answer = signIn.tokens();
    SignedJWT idToken = SignedJWT.parse(answer.path("id_token").asText());
    JWTClaimsSet claims = idToken.getJWTClaimsSet();
    JWKSet keys = JWKSet.parse(client.get("/contoso/discovery/v2.0/keys").body());

    assertThat(idToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    JWK key = keys.getKeyByKeyId(idToken.getHeader().getKeyID());
    assertThat(idToken.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    assertThat(claims.getIssuer()).isEqualTo(emulator.authority(app.tenant().id()) + "/v2.0");
    assertThat(claims.getAudience()).containsExactly(app.clientId());
    assertThat(claims.getStringClaim("nonce")).isEqualTo("a-nonce");
    assertThat(claims.getStringClaim("tid")).isEqualTo(app.tenant().id());
    assertThat(claims.getStringClaim("oid")).isEqualTo(ada.objectId());
    assertThat(claims.getSubject()).isNotEmpty().isNotEqualTo(ada.objectId());
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo(SignIn.ADA);
    assertThat(claims.getStringClaim("name")).isEqualTo("ada");
    assertThat(claims.getIssueTime()).isEqualTo(NOW).isEqualTo(claims.getNotBeforeTime());
    assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(3599));
  }

  @Test
  void token_claimFalsified_isInTheIdToken() throws Exception {
    emulator.entra().falsifyIdTokens("iss", "https://evil.example");
    assertThat(SignIn.claims(signIn.tokens(), "id_token").getIssuer())
        .isEqualTo("https://evil.example");
  }

  @Test
  void token_neitherOpenidNorOfflineAccess_comesAlone() throws Exception {
    signIn.query.put("scope", SignIn.RESOURCE + "/.default");
    JsonNode answer = signIn.tokens();

    assertThat(answer.has("id_token")).isFalse();
    assertThat(answer.has("refresh_token")).isFalse();
    assertThat(answer.path("scope").asText()).isEqualTo(SignIn.RESOURCE + "/user_impersonation");
  }

  @Test
  void token_clientInfoAndStringAskedFor_areGiven() throws Exception {
    emulator.entra().expiresIn(ExpiresIn.STRING);
    signIn.form.put("client_info", "1");
    JsonNode answer = signIn.tokens();
    byte[] info = Base64.getUrlDecoder().decode(answer.path("client_info").asText());

    assertThat(new String(info, StandardCharsets.UTF_8))
        .contains("\"uid\":\"" + ada.objectId(), "\"utid\":\"" + app.tenant().id());
    assertThat(answer.path("expires_in").isTextual()).isTrue();
  }

  @Test
  void token_codeReplayed_is54005() throws Exception {
    String code = signIn.code();
    assertThat(signIn.redeem(code).statusCode()).isEqualTo(200);
    assertThat(signIn.redeem(code).body()).contains("AADSTS54005", "\"invalid_grant\"");
  }

  @ParameterizedTest
  @CsvSource({"599, 200", "600, 400"})
  void token_code_livesTenMinutes(long seconds, int status) throws Exception {
    String code = signIn.code();
    emulator.clock(() -> NOW.plusSeconds(seconds));
    HttpResponse<String> answer = signIn.redeem(code);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(status == 200 ? "access_token" : "AADSTS70008");
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, https://app.example/other, 500112",
    "redirect_uri, , 900144",
    "code_verifier, another-verifier-of-at-least-forty-three-chars-1, 501481",
    "code_verifier, , 501481",
    "client_secret, wrong, 7000215",
    "client_secret, , 7000218",
  })
  void token_oneFieldWrong_isRefusedByCode(String field, String value, int code) throws Exception {
    if (value == null) {
      signIn.form.remove(field);
    } else {
      signIn.form.put(field, value);
    }
    assertThat(signIn.redeem(signIn.code()).body()).contains("AADSTS" + code + ":");
  }

  @Test
  void token_codeUnknown_is70000() throws Exception {
    assertThat(signIn.redeem("never-issued").body()).contains("AADSTS70000:", "invalid_grant");
  }

  @Test
  void token_plainChallenge_isTheVerifierItself() throws Exception {
    signIn.query.put("code_challenge", SignIn.VERIFIER);
    signIn.query.remove("code_challenge_method");
    assertThat(signIn.redeem(signIn.code()).statusCode()).isEqualTo(200);
  }

  @Test
  void token_verifierWithoutChallenge_is501481() throws Exception {
    signIn.query.remove("code_challenge");
    assertThat(signIn.redeem(signIn.code()).body()).contains("AADSTS501481:");
    signIn.form.remove("code_verifier");
    assertThat(signIn.redeem(signIn.code()).statusCode()).isEqualTo(200);
  }

  @Test
  void token_codeOfAnotherApp_is70000() throws Exception {
    EntraApp other = emulator.entra().app("contoso");
    signIn.form.put("client_id", other.clientId());
    signIn.form.put("client_secret", other.clientSecret());
    assertThat(signIn.redeem(signIn.code()).body()).contains("AADSTS70000:");
  }

  @Test
  void token_codeOfAnotherTenant_is700005() throws Exception {
    EntraApp other = emulator.entra().app("fabrikam", app.clientId(), app.clientSecret());
    SignIn elsewhere = new SignIn(emulator, other).confidential();
    assertThat(elsewhere.redeem(signIn.code()).body()).contains("AADSTS700005:");
  }

  @Test
  void token_publicApp_needsNothingAndMayNotSendASecret() throws Exception {
    SignIn bare = publicApp();
    JsonNode answer = bare.tokens();
    bare.form.put("client_secret", "something");

    assertThat(SignIn.claims(answer, "access_token").getStringClaim("appidacr")).isEqualTo("0");
    assertThat(bare.redeem(bare.code()).body()).contains("AADSTS700025:", "invalid_client");
  }

  @Test
  void token_publicAppAsItself_isRefused() throws Exception {
    SignIn bare = publicApp();
    bare.form.put("grant_type", "client_credentials");
    bare.form.put("scope", SignIn.RESOURCE + "/.default");
    assertThat(bare.post(bare.form).body()).contains("AADSTS7000218:");
  }

  @Test
  void token_confidentialAppThatAllowsPublicClients_needsNoSecret() throws Exception {
    app.allowPublicClient();
    signIn.form.remove("client_secret");
    assertThat(signIn.redeem(signIn.code()).statusCode()).isEqualTo(200);
  }

  @Test
  void token_secretByBasic_isTaken() throws Exception {
    signIn.form.keySet().removeAll(Set.of("client_id", "client_secret"));
    signIn.form.put("grant_type", "authorization_code");
    signIn.form.put("code", signIn.code());
    String pair = app.clientId() + ":" + app.clientSecret();
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> answer = signIn.post(signIn.form, "Authorization", "Basic " + basic);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void token_assertionByCertificate_isTaken() throws Exception {
    signIn.form.remove("client_secret");
    signIn.form.put(
        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    signIn.form.put("client_assertion", assertion(emulator.entra().certificate(app)));
    assertThat(SignIn.claims(signIn.tokens(), "access_token").getStringClaim("appidacr"))
        .isEqualTo("2");
  }

  private String assertion(String pem) throws Exception {
    byte[] der = X509CertUtils.parse(pem).getEncoded();
    byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(der);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .x509CertSHA256Thumbprint(Base64URL.encode(thumbprint))
            .build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(app.clientId())
            .subject(app.clientId())
            .audience(emulator.authority("contoso") + "/oauth2/v2.0/token")
            .jwtID(UUID.randomUUID().toString())
            .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(5))))
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(JWK.parseFromPEMEncodedObjects(pem).toRSAKey()));
    return jwt.serialize();
  }
}
