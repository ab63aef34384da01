package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.legacy.LegacyApp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmulatorExtension.class)
class LegacyOAuthTest {

  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");
  private static final String CODE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final Emulator emulator;
  private final Client client;
  private final Map<String, String> query = new HashMap<>();
  private final Map<String, String> form = new HashMap<>();
  private LegacyApp app;
  private EntraUser ada;

  LegacyOAuthTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() {
    emulator.clock(() -> NOW);
    ada = emulator.entra().user("contoso", SignIn.ADA);
    register(SignIn.REDIRECT);
  }

  private void register(String redirectUri) {
    app = emulator.legacyOAuth().app(redirectUri, "vso.code vso.work");
    query.put("client_id", app.clientId());
    query.put("response_type", "Assertion");
    query.put("state", "s 1");
    query.put("scope", "vso.code");
    query.put("redirect_uri", redirectUri);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", app.clientSecret());
    form.put("redirect_uri", redirectUri);
  }

  private URI page() {
    return URI.create(emulator.url() + "/oauth2/authorize?" + Client.encoded(query));
  }

  private String code() {
    return SignIn.fields(emulator.browser().approve(page(), SignIn.ADA))
        .getOrDefault("code", "none was given");
  }

  private HttpResponse<String> post(String grant, String assertion) throws Exception {
    Map<String, String> fields = new HashMap<>(form);
    fields.putIfAbsent("grant_type", grant);
    fields.putIfAbsent("assertion", assertion);
    return client.form("/oauth2/token", fields);
  }

  private JsonNode tokens() throws Exception {
    return Client.json(post(CODE, code()));
  }

  @Test
  void code_redeemed_givesTokensInTheOldShape() throws Exception {
    JsonNode answer = tokens();
    SignedJWT token = SignedJWT.parse(answer.path("access_token").asText());

    assertThat(answer.path("token_type").asText()).isEqualTo("jwt-bearer");
    assertThat(answer.path("expires_in").isTextual()).isTrue();
    assertThat(answer.path("expires_in").asText()).isEqualTo("3599");
    assertThat(answer.path("refresh_token").asText()).isNotEmpty();
    assertThat(token.getJWTClaimsSet().getStringClaim("scp")).isEqualTo("vso.code");
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(ada.objectId());
    assertThat(SignedJWT.parse(app.clientSecret()).getJWTClaimsSet().getExpirationTime())
        .isEqualTo(NOW.plus(Duration.ofDays(60)));
  }

  @Test
  void authorize_stateGiven_comesBackOnApprovalAndDenial() {
    assertThat(SignIn.fields(emulator.browser().approve(page(), SignIn.ADA)))
        .containsOnlyKeys("code", "state")
        .containsEntry("state", "s 1");
    assertThat(SignIn.fields(emulator.browser().deny(page(), SignIn.ADA)))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s 1");
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, nobody, InvalidClientId",
    "response_type, code, InvalidResponseType",
    "scope, vso.build, InvalidScope",
    "redirect_uri, https://app.example/other, InvalidRedirectUri",
    "redirect_uri, https://app.example/callback/, InvalidRedirectUri",
  })
  void authorize_oneParameterWrong_isAPageAndNeverARedirect(String name, String value, String error)
      throws Exception {
    query.put(name, value);
    HttpResponse<String> page = client.get("/oauth2/authorize?" + Client.encoded(query));

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains(error);
    assertThat(page.headers().firstValue("Location")).isEmpty();
    assertThatThrownBy(() -> emulator.browser().approve(page(), SignIn.ADA))
        .hasMessageContaining("400 " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/cb, 200",
    "https://app.example/cb, 200",
    "http://app.example/cb, 400",
    "ftp://app.example/cb, 400"
  })
  void authorize_registeredRedirect_mustBeHttpsOrLoopback(String uri, int status) throws Exception {
    register(uri);
    assertThat(client.get("/oauth2/authorize?" + Client.encoded(query)).statusCode())
        .isEqualTo(status);
  }

  @Test
  void authorize_loopbackWithAnotherPort_isRefused() throws Exception {
    register("http://localhost:8080/cb");
    query.put("redirect_uri", "http://localhost:9090/cb");
    assertThat(client.get("/oauth2/authorize?" + Client.encoded(query)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void refresh_token_isGoodOnce() throws Exception {
    String first = tokens().path("refresh_token").asText();
    JsonNode second = Client.json(post("refresh_token", first));
    HttpResponse<String> again = post("refresh_token", first);

    assertThat(second.path("refresh_token").asText()).isNotEmpty().isNotEqualTo(first);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(Client.json(again).path("Error").asText()).isEqualTo("accessTokenAlreadyRefreshed");
    assertThat(Client.json(again).path("ErrorDescription").asText()).isNotEmpty();
    assertThat(post("refresh_token", second.path("refresh_token").asText()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void code_replayedOrExpired_isRefused() throws Exception {
    String code = code();
    String late = code();
    assertThat(post(CODE, code).statusCode()).isEqualTo(200);
    assertThat(post(CODE, code).body()).contains("\"Error\":\"accessAlreadyIssued\"");
    emulator.clock(() -> NOW.plus(Duration.ofMinutes(15)));
    assertThat(post(CODE, late).body()).contains("\"Error\":\"authorizationGrantExpired\"");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, authorization_code, grantTypeRequired",
    "client_assertion, wrong, invalidClientSecret",
    "client_assertion_type, other, clientSecretRequired",
    "redirect_uri, https://app.example/other, invalidRedirectUri",
    "assertion, never-issued, invalidAuthorizationGrant",
    "assertion, '', authorizationGrantRequired",
  })
  void token_oneFieldWrong_isRefusedInPascalCase(String field, String value, String error)
      throws Exception {
    String code = code();
    form.put(field, value);
    HttpResponse<String> answer = post(CODE, code);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.json(answer).path("Error").asText()).isEqualTo(error);
  }

  @Test
  void token_refreshTokenInItsUsualField_isRefused() throws Exception {
    form.put("refresh_token", tokens().path("refresh_token").asText());
    assertThat(post("refresh_token", "").body()).contains("authorizationGrantRequired");
  }

  @Test
  void token_secretExpired_isRefused() throws Exception {
    String code = code();
    app.expireSecret();
    assertThat(post(CODE, code).body()).contains("clientSecretExpired");
  }

  @Test
  void token_codeOrTokenOfAnotherApp_isRefused() throws Exception {
    String code = code();
    String token = tokens().path("refresh_token").asText();
    register(SignIn.REDIRECT);
    assertThat(post(CODE, code).body()).contains("invalidAuthorizationGrant");
    assertThat(post("refresh_token", token).body()).contains("invalidRefreshToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain"})
  void token_otherContentType_is400(String type) throws Exception {
    form.put("grant_type", CODE);
    form.put("assertion", code());
    HttpResponse<String> answer =
        client.send("POST", "/oauth2/token", Client.encoded(form), "Content-Type", type);
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void api_member_isCalledAsTheUserWithinTheScopesUntilRevoked() throws Exception {
    emulator.devOps().organization("acme", "fabrikam").addUser(ada).project("web");
    JsonNode answer = tokens();
    String token = answer.path("access_token").asText();

    assertThat(get("connectionData", token).body()).contains(SignIn.ADA, ada.objectId());
    assertThat(get("git/repositories", token).statusCode()).isEqualTo(200);
    assertThat(get("wit/workitems/1", token).statusCode()).isEqualTo(401);
    emulator.legacyOAuth().revoke(app, ada);
    assertThat(get("connectionData", token).statusCode()).isEqualTo(401);
    assertThat(post("refresh_token", answer.path("refresh_token").asText()).body())
        .contains("authorizationNotFound");
  }

  @Test
  void api_userWhoIsNoMember_isRefused() throws Exception {
    emulator.devOps().organization("acme", "fabrikam");
    assertThat(get("connectionData", tokens().path("access_token").asText()).statusCode())
        .isEqualTo(401);
  }

  private HttpResponse<String> get(String area, String token) throws Exception {
    return client.get("/acme/_apis/" + area, "Authorization", "Bearer " + token);
  }
}
