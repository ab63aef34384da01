package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint, as RFC 6749 and RFC 8707 have it. */
class OAuthTest extends OneVault {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String CREDENTIALS = "grant_type=client_credentials";
  private static final String IN_BODY = "&client_id=ci&client_secret=secret-of-the-caller-ci";

  /** Every character that a form encodes, and one sequence that looks encoded already. */
  private static final String ODD_SECRET = "odd:secret+of&a=caller/%41~0123";

  @Override
  protected TestVault vault(Path folder) throws IOException {
    Files.writeString(folder.resolve("odd"), ODD_SECRET);
    return TestVault.start(
        emulator,
        folder,
        TokenRuntime.system(),
        config -> config.replace("callers:\n", "callers:\n  odd: {secret: file:odd}\n"));
  }

  @Test
  void basic_rightSecret_givesAVaultToken() {
    JsonNode answer = json(200, ask(basic("ci"), CREDENTIALS));
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").asInt()).isEqualTo(900);
    assertThat(answer.path("access_token").asText()).isNotBlank();
  }

  @Test
  void post_rightSecret_givesAVaultToken() {
    json(200, ask(null, CREDENTIALS + IN_BODY));
  }

  @Test
  void basic_secretEncodedAsInAForm_isTaken() {
    json(200, ask(basic("o%64d", encoded(ODD_SECRET)), CREDENTIALS));
  }

  @Test
  void basic_secretAsItStands_isTaken() {
    json(200, ask(basic("odd", ODD_SECRET), CREDENTIALS));
  }

  @Test
  void basicAndPost_together_areRefused() {
    JsonNode error = error(400, "invalid_request", ask(basic("ci"), CREDENTIALS + IN_BODY));
    assertThat(error.path("error_description").asText()).contains("not both");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&client_id=ci",
        "&client_secret=secret-of-the-caller-ci",
        "&client_id=ci&client_secret=wrong"
      })
  void post_wrongClient_is401WithAChallenge(String client) {
    HttpResponse<String> answer = ask(null, CREDENTIALS + client);
    error(401, "invalid_client", answer);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !", "Basic bm9jb2xvbg==", "Bearer token", "Digest x"})
  void header_thatProvesNothing_is401WithAChallenge(String header) {
    HttpResponse<String> answer = ask(header, CREDENTIALS);
    error(401, "invalid_client", answer);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
  }

  @Test
  void virtualPat_asClientSecret_is401() {
    String pat =
        json(201, vault.send("POST", "/v1/credentials/ado/virtual-pats", basic("ci"), ""))
            .path("token")
            .asText();
    error(401, "invalid_client", ask(basic("ci", pat), CREDENTIALS));
  }

  @Test
  void secret_inTheQuery_isNotRead() {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token?client_id=ci&client_secret=secret-of-the-caller-ci")
            .header("Content-Type", FORM)
            .POST(BodyPublishers.ofString(CREDENTIALS));
    error(401, "invalid_client", vault.send(request));
  }

  @Test
  void parameter_unknownOrEmpty_isIgnored() {
    json(200, ask(basic("ci"), CREDENTIALS + "&tenant=x&resource=&audience=&scope="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"grant_type", "resource", "audience", "scope", "client_id", "client_secret"})
  void parameter_repeated_isNamed(String name) {
    JsonNode error =
        error(400, "invalid_request", ask(null, name + "=x&" + CREDENTIALS + IN_BODY + "&" + name));
    assertThat(error.path("error_description").asText()).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=a%00b,grant_type",
    "resource=a%00b,resource",
    "scope=%zz,scope",
    "audience=%ff,audience",
    "x%00=1,x?",
  })
  void parameter_unreadable_isNamed(String parameter, String name) {
    JsonNode error =
        error(400, "invalid_request", ask(basic("ci"), parameter + "&x=" + CREDENTIALS));
    assertThat(error.path("error_description").asText()).contains(name);
  }

  @Test
  void grantType_missingOrForeign_isRefused() {
    JsonNode error = error(400, "invalid_request", ask(basic("ci"), "scope=x"));
    assertThat(error.path("error_description").asText()).contains("grant_type");
    error(400, "unsupported_grant_type", ask(basic("ci"), "grant_type=password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", ";"})
  void contentType_noForm_isRefused(String type) {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token")
            .header("Content-Type", type)
            .header("Authorization", basic("ci"))
            .POST(BodyPublishers.ofString(CREDENTIALS));
    error(400, "invalid_request", vault.send(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"; charset=utf-8", "; charset=nonsense", ";charset", "; charset=UTF-16"})
  void contentType_withACharset_isReadAsUtf8(String charset) {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token")
            .header("Content-Type", FORM + charset)
            .header("Authorization", basic("ci"))
            .POST(BodyPublishers.ofString(CREDENTIALS));
    json(200, vault.send(request));
  }

  @Test
  void body_of1MiB_is413() {
    error(413, "invalid_request", ask(basic("ci"), CREDENTIALS + "&x=" + "x".repeat(1 << 20)));
  }

  @Test
  void body_cutShort_is400() {
    String answer =
        vault.raw(
            "POST /oauth2/token HTTP/1.1\r\nHost: "
                + vault.url().getAuthority()
                + "\r\nContent-Type: "
                + FORM
                + "\r\nContent-Length: 100\r\n\r\n"
                + CREDENTIALS);
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"error\":\"invalid_request\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resource=urn:tokenward:credential:entra", "audience=entra"})
  void credential_named_givesItsOwnToken(String name) throws Exception {
    JsonNode answer = json(200, ask(basic("ci"), CREDENTIALS + "&" + name));
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").asLong()).isBetween(3_000L, 3_600L);
    assertThat(emulator.entra().tokens().claims(answer.path("access_token").asText())).isPresent();
  }

  @Test
  void credential_unknownAndDenied_areTheSame() {
    HttpResponse<String> unknown = ask(basic("app"), CREDENTIALS + "&audience=none");
    HttpResponse<String> denied = ask(basic("app"), CREDENTIALS + "&audience=entra");
    error(400, "invalid_target", unknown);
    assertThat(blanked(denied, "entra")).isEqualTo(blanked(unknown, "none"));
  }

  private static String blanked(HttpResponse<String> answer, String name) {
    return answer.statusCode()
        + answer.headers().map().keySet().toString()
        + answer.body().replace(name, "");
  }

  @Test
  void credential_whoseTokenIsTheSecret_isRefusedNamingTheTwoWays() {
    JsonNode error = error(400, "invalid_target", ask(basic("ci"), CREDENTIALS + "&audience=ado"));
    assertThat(error.path("error_description").asText()).contains("virtual-pats", "/proxy/ado/");
  }

  @Test
  void target_foreignOrDouble_isRefused() {
    String both = "&audience=entra&resource=urn:tokenward:credential:entra";
    error(400, "invalid_target", ask(basic("ci"), CREDENTIALS + both));
    error(400, "invalid_target", ask(basic("ci"), CREDENTIALS + "&resource=https://example.com"));
    error(
        400,
        "invalid_target",
        ask(basic("ci"), CREDENTIALS + "&resource=urn:tokenward:credential:"));
  }

  @Test
  void scope_alone_neverGivesAVaultToken() {
    error(400, "invalid_scope", ask(basic("ci"), CREDENTIALS + "&scope=openid"));
  }

  @Test
  void vaultToken_byItsMetadataAndKeys_verifies() throws Exception {
    JsonNode metadata = document("/.well-known/oauth-authorization-server");
    assertThat(document("/.well-known/openid-configuration")).isEqualTo(metadata);
    String issuer = metadata.path("issuer").asText();
    assertThat(issuer).isEqualTo(vault.url().toString());
    assertThat(metadata.path("token_endpoint").asText()).isEqualTo(issuer + "/oauth2/token");
    JWTClaimsSet claims =
        verified(metadata, json(200, ask(basic("ci"), CREDENTIALS)).path("access_token").asText());
    assertThat(claims.getClaim("client_id")).isEqualTo("ci");
    assertThat(claims.getExpirationTime()).isInTheFuture();
  }

  private static JWTClaimsSet verified(JsonNode metadata, String token) throws Exception {
    URI keys = URI.create(metadata.path("jwks_uri").asText());
    JWKSource<SecurityContext> source =
        JWKSourceBuilder.<SecurityContext>create(keys.toURL()).retrying(false).build();
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, source));
    String issuer = metadata.path("issuer").asText();
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            issuer,
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "jti", "iat", "exp", "client_id")));
    return processor.process(token, null);
  }

  @Test
  void keys_always_arePublicOnly() {
    assertThat(document("/oauth2/jwks").path("keys"))
        .hasSize(1)
        .allSatisfy(
            key ->
                assertThat(key.fieldNames())
                    .toIterable()
                    .contains("kid", "x", "y")
                    .doesNotContain("d"));
  }

  @Test
  void vaultToken_untilRevoked_opensTheApi() throws Exception {
    String token = json(200, ask(basic("ci"), CREDENTIALS)).path("access_token").asText();
    String lease = verified(document("/.well-known/oauth-authorization-server"), token).getJWTID();
    json(200, vault.send("GET", "/v1/leases/" + lease, "Bearer " + token, ""));
    json(200, vault.send("DELETE", "/v1/leases/" + lease, "Bearer " + token, ""));
    HttpResponse<String> answer = vault.send("GET", "/v1/kinds", "Bearer " + token, "");
    json(401, answer);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void vaultToken_atTheTokenEndpoint_provesNothing() {
    String token = json(200, ask(basic("ci"), CREDENTIALS)).path("access_token").asText();
    error(401, "invalid_client", ask("Bearer " + token, CREDENTIALS));
  }

  private JsonNode document(String path) {
    return json(200, vault.send(vault.request(path)));
  }

  private HttpResponse<String> ask(@Nullable String authorization, String form) {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token")
            .header("Content-Type", FORM)
            .POST(BodyPublishers.ofString(form));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer = vault.send(request);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("Pragma")).contains("no-cache");
    return answer;
  }

  private static JsonNode error(int status, String code, HttpResponse<String> answer) {
    JsonNode error = json(status, answer);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(error.path("error").asText()).isEqualTo(code);
    assertThat(error.path("error_description").asText()).isNotBlank().isPrintable();
    return error;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
