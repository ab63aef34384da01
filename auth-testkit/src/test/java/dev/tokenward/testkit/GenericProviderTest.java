package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.entra.EntraApp;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Entra ID has not, and other providers have. */
@ExtendWith(EmulatorExtension.class)
class GenericProviderTest {

  private static final String DISCOVERY = "/contoso/v2.0/.well-known/openid-configuration";

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;
  private SignIn signIn;

  GenericProviderTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() throws Exception {
    app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT);
    emulator.entra().user("contoso", SignIn.ADA);
    signIn = new SignIn(emulator, app).confidential();
  }

  @Test
  void discovery_ofEntra_isCompleteAndHasNoRevocation() throws Exception {
    JsonNode document = Client.json(client.get(DISCOVERY));
    String base = emulator.authority(app.tenant().id());

    assertThat(document.path("issuer").asText()).isEqualTo(base + "/v2.0");
    assertThat(document.path("authorization_endpoint").asText())
        .isEqualTo(base + "/oauth2/v2.0/authorize");
    assertThat(document.path("device_authorization_endpoint").asText())
        .isEqualTo(base + "/oauth2/v2.0/devicecode");
    assertThat(document.path("jwks_uri").asText()).isEqualTo(base + "/discovery/v2.0/keys");
    for (String key :
        List.of("userinfo_endpoint", "claims_supported", "cloud_instance_name", "rbac_url")) {
      assertThat(document.has(key)).as(key).isTrue();
    }
    assertThat(document.has("revocation_endpoint")).isFalse();
    assertThat(document.has("code_challenge_methods_supported")).isFalse();
  }

  @Test
  void discovery_generic_alsoNamesRevocationAndPkce() throws Exception {
    JsonNode byRfc8414 =
        Client.json(client.get("/.well-known/oauth-authorization-server/contoso/v2.0"));
    emulator.entra().generic(true);

    assertThat(Client.json(client.get(DISCOVERY))).isEqualTo(byRfc8414);
    assertThat(byRfc8414.path("revocation_endpoint").asText())
        .isEqualTo(emulator.authority(app.tenant().id()) + "/oauth2/v2.0/revoke");
    assertThat(byRfc8414.path("code_challenge_methods_supported").path(0).asText())
        .isEqualTo("S256");
  }

  @Test
  void discovery_unknownTenant_is90002() throws Exception {
    assertThat(client.get("/.well-known/oauth-authorization-server/nobody/v2.0").body())
        .contains("AADSTS90002");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void authorize_scopeOfNoResource_isTakenByAGenericProviderOnly(boolean generic) throws Exception {
    emulator.entra().generic(generic);
    signIn.query.put("scope", "read openid");
    assertThat(signIn.page().statusCode()).isEqualTo(generic ? 200 : 302);
  }

  private HttpResponse<String> revoke(String token) throws Exception {
    Map<String, String> form = new HashMap<>(signIn.form);
    form.put("token", token);
    return client.form("/contoso/oauth2/v2.0/revoke", form);
  }

  @Test
  void revoke_refreshToken_endsItsFamily() throws Exception {
    String first = signIn.refreshToken();
    JsonNode next = Client.json(signIn.post(signIn.refresh(first)));

    assertThat(revoke(first).statusCode()).isEqualTo(200);
    assertThat(signIn.post(signIn.refresh(first)).body()).contains("invalid_grant");
    assertThat(signIn.post(signIn.refresh(next.path("refresh_token").asText())).body())
        .contains("invalid_grant");
    assertThat(emulator.entra().refreshes().revokedFamilies()).hasSize(1);
  }

  @Test
  void revoke_tokenUnknown_isFine() throws Exception {
    assertThat(revoke("never-issued").statusCode()).isEqualTo(200);
  }

  @Test
  void revoke_accessToken_isNotSupported() throws Exception {
    assertThat(revoke(signIn.tokens().path("access_token").asText()).body())
        .contains("unsupported_token_type");
  }

  @Test
  void revoke_anotherAppsTokenOrWrongSecret_isRefusedAndNothingHappens() throws Exception {
    String token = signIn.refreshToken();
    signIn.form.put("client_secret", "wrong");
    assertThat(revoke(token).statusCode()).isEqualTo(401);
    EntraApp other = emulator.entra().app("contoso");
    signIn.form.put("client_id", other.clientId());
    signIn.form.put("client_secret", other.clientSecret());

    assertThat(revoke(token).body()).contains("AADSTS70000:");
    assertThat(emulator.entra().refreshes().revokedFamilies()).isEmpty();
  }
}
