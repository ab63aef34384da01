package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.ExpiresIn;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class EntraTest {

  private static final String TOKEN = "/contoso/oauth2/v2.0/token";
  private static final String RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798";

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;

  EntraTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() {
    app = emulator.entra().app("contoso");
  }

  private Map<String, String> request() {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", app.clientId());
    form.put("client_secret", app.clientSecret());
    form.put("scope", RESOURCE + "/.default openid profile offline_access");
    return form;
  }

  @Test
  void token_secretInBody_isSignedByPublishedKeyInVersion1Shape() throws Exception {
    emulator.clock(() -> Instant.parse("2031-02-03T04:05:06Z"));
    JsonNode body = Client.json(client.form(TOKEN, request()));
    SignedJWT token = SignedJWT.parse(body.path("access_token").asText());

    JWKSet keys = JWKSet.parse(client.get("/contoso/discovery/v2.0/keys").body());
    assertThat(token.verify(new RSASSAVerifier(keys.getKeys().get(0).toRSAKey()))).isTrue();
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(RESOURCE);
    assertThat(token.getJWTClaimsSet().getIssuer())
        .isEqualTo("https://sts.windows.net/" + app.tenant().id() + "/");
    assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo("2031-02-03T05:05:05Z");
    assertThat(body.path("expires_in").intValue()).isEqualTo(3599);
  }

  @Test
  void token_tenantByIdAndSecretByBasic_isIssued() throws Exception {
    Map<String, String> form = new HashMap<>(request());
    form.remove("client_id");
    form.remove("client_secret");
    String path = "/" + app.tenant().id() + "/oauth2/v2.0/token";
    String pair = app.clientId() + ":" + app.clientSecret();
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

    assertThat(client.form(path, form, "Authorization", basic).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401, invalid_client, 7000215",
    "client_secret, , 401, invalid_client, 7000218",
    "client_id, 22222222-2222-2222-2222-222222222222, 400, unauthorized_client, 700016",
    "client_id, , 400, invalid_request, 900144",
    "grant_type, , 400, invalid_request, 900144",
    "grant_type, password, 400, unsupported_grant_type, 70003",
    "scope, , 400, invalid_request, 900144",
    "scope, openid, 400, invalid_scope, 70011",
    "scope, vso.code, 400, invalid_scope, 1002012",
    "scope, api://other/.default, 400, invalid_resource, 500011",
  })
  void token_oneFieldWrong_isRefusedByCode(
      String field, String value, int status, String error, int code) throws Exception {
    Map<String, String> form = request();
    if (value == null) {
      form.remove(field);
    } else {
      form.put(field, value);
    }
    HttpResponse<String> response = client.form(TOKEN, form, "client-request-id", "req-1");
    JsonNode body = Client.json(response);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(body.path("error").asText()).isEqualTo(error);
    assertThat(body.path("error_codes").path(0).asInt()).isEqualTo(code);
    assertThat(body.path("error_description").asText()).startsWith("AADSTS" + code + ": ");
    assertThat(body.path("correlation_id").asText()).isEqualTo("req-1");
    assertThat(response.headers().firstValue("client-request-id")).contains("req-1");
  }

  @Test
  void token_unknownTenant_is90002() throws Exception {
    HttpResponse<String> response = client.form("/nobody/oauth2/v2.0/token", request());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("AADSTS90002");
  }

  @Test
  void token_secretExpired_is7000222() throws Exception {
    app.expireSecret();
    HttpResponse<String> response = client.form(TOKEN, request());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("AADSTS7000222");
  }

  @Test
  void token_secretAdded_isTakenOnceItHasSpreadUntilItExpires() throws Exception {
    Instant start = Instant.parse("2031-02-03T04:05:06Z");
    app.addSecret("added", start.plusSeconds(600), start.plusSeconds(1200));
    Map<String, String> form = request();
    form.put("client_secret", "added");

    assertThat(at(start.plusSeconds(599), form)).contains("AADSTS7000215");
    assertThat(at(start.plusSeconds(600), form)).contains("access_token");
    assertThat(at(start.plusSeconds(1200), form)).contains("AADSTS7000222");
    assertThat(at(start, request())).contains("access_token");
  }

  @Test
  void token_secretRemoved_isWrong() throws Exception {
    app.removeSecret(app.clientSecret());
    assertThat(at(Instant.EPOCH, request())).contains("AADSTS7000215");
  }

  private String at(Instant now, Map<String, String> form) throws Exception {
    emulator.clock(() -> now);
    return client.form(TOKEN, form).body();
  }

  @Test
  void token_appScriptedToFail_failsOnlyForThatApp() throws Exception {
    app.refuseWith(EntraError.BLOCKED_BY_POLICY);
    HttpResponse<String> refused = client.form(TOKEN, request());
    app = emulator.entra().app("contoso");

    assertThat(refused.body()).contains("AADSTS53003");
    assertThat(client.form(TOKEN, request()).statusCode()).isEqualTo(200);
  }

  @Test
  void token_otherLifeAndStyles_areStatedAsAsked() throws Exception {
    emulator.entra().tokenLife(Duration.ofMinutes(5));
    emulator.entra().expiresIn(ExpiresIn.STRING);
    JsonNode text = Client.json(client.form(TOKEN, request()));
    emulator.entra().expiresIn(ExpiresIn.MISSING);
    JsonNode missing = Client.json(client.form(TOKEN, request()));

    assertThat(text.path("expires_in").isTextual()).isTrue();
    assertThat(text.path("expires_in").asText()).isEqualTo("300");
    assertThat(missing.has("expires_in")).isFalse();
  }

  @Test
  void discovery_byDomain_namesEndpointsOfTheTenant() throws Exception {
    JsonNode document = Client.json(client.get("/contoso/v2.0/.well-known/openid-configuration"));
    assertThat(document.path("token_endpoint").asText())
        .isEqualTo(emulator.authority(app.tenant().id()) + "/oauth2/v2.0/token");
  }
}
