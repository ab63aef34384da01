package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.tokenward.testkit.entra.ManagedIdentity;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmulatorExtension.class)
class ManagedIdentitiesTest {

  private static final String RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798";
  private static final String IMDS =
      "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + RESOURCE;
  private static final String APP_SERVICE =
      "/msi/token?api-version=2019-08-01&resource=" + RESOURCE;

  private final Emulator emulator;
  private final HttpClient http = HttpClient.newHttpClient();
  private ManagedIdentity own;
  private ManagedIdentity assigned;

  ManagedIdentitiesTest(Emulator emulator) {
    this.emulator = emulator;
  }

  @BeforeEach
  void host() {
    own = emulator.identities().systemAssigned("contoso");
    assigned = emulator.identities().userAssigned("contoso");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void metadataService_withItsHeader_answersInTextAlone(String slash) throws Exception {
    emulator.clock(() -> Instant.parse("2031-02-03T04:05:06Z"));
    JsonNode body = Client.json(imds(slash + IMDS + "%2F"));

    assertThat(body.path("expires_on").textValue())
        .isEqualTo(String.valueOf(Instant.parse("2031-02-04T04:05:06Z").getEpochSecond()));
    assertThat(body.path("expires_in").textValue()).isEqualTo("86400");
    JWTClaimsSet claims = claims(body);
    assertThat(claims.getStringClaim("oid")).isEqualTo(own.app().objectId());
    assertThat(claims.getAudience()).containsExactly(RESOURCE);
  }

  @ParameterizedTest
  @CsvSource({"Metadata, false", "Metadata, True", "X-Other, true"})
  void metadataService_withoutItsHeader_is400(String name, String value) throws Exception {
    HttpResponse<String> answer = get(IMDS, name, value);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.json(answer).path("error_description").asText())
        .isEqualTo("Required metadata header not specified");
  }

  @Test
  void metadataService_forwarded_is400() throws Exception {
    assertThat(get(IMDS, "Metadata", "true", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(400);
  }

  @Test
  void metadataService_wrongRequest_saysWhatIsWrong() throws Exception {
    assertThat(imds(IMDS + "&client_id=nobody").body()).contains("Identity not found");
    assertThat(imds(IMDS.replace(RESOURCE, "api%3A%2F%2Forders")).body())
        .contains("AADSTS500011", "invalid_resource");
    assertThat(imds(IMDS.replace("2018-02-01", "2017-01-01")).statusCode()).isEqualTo(400);
  }

  @Test
  void endpoints_anyIdOfAnIdentity_findIt() throws Exception {
    String resourceId = URLEncoder.encode(assigned.resourceId(), StandardCharsets.UTF_8);
    for (String id :
        new String[] {
          "client_id=" + assigned.app().clientId(),
          "object_id=" + assigned.app().objectId(),
          "principal_id=" + assigned.app().objectId(),
          "mi_res_id=" + resourceId,
          "msi_res_id=" + resourceId
        }) {
      assertThat(imds(IMDS + "&" + id).body()).contains(assigned.app().clientId());
      assertThat(appService(APP_SERVICE + "&" + id).body()).contains(assigned.app().clientId());
    }
  }

  @Test
  void appService_withTheHeaderOfItsPrograms_gives() throws Exception {
    JsonNode body = Client.json(appService(APP_SERVICE));

    assertThat(body.path("expires_on").isTextual()).isTrue();
    assertThat(body.has("expires_in")).isFalse();
    assertThat(claims(body).getStringClaim("appid")).isEqualTo(own.app().clientId());
  }

  @Test
  void appService_wrongRequest_isRefusedInItsForm() throws Exception {
    assertThat(get(APP_SERVICE, "X-IDENTITY-HEADER", "wrong").statusCode()).isEqualTo(401);
    assertThat(appService(APP_SERVICE + "&client_id=nobody").statusCode()).isEqualTo(400);
    assertThat(appService(APP_SERVICE.replace(RESOURCE, "orders")).statusCode()).isEqualTo(500);
    assertThat(appService(APP_SERVICE.replace("2019", "2017")).body())
        .contains("\"statusCode\":400");
  }

  @Test
  void host_sameRequest_givesTheSameTokenUntilItEnds() throws Exception {
    emulator.clock(() -> Instant.parse("2031-02-03T04:05:06Z"));
    String first = Client.json(imds(IMDS)).path("access_token").asText();
    assertThat(Client.json(appService(APP_SERVICE)).path("access_token").asText()).isEqualTo(first);

    emulator.clock(() -> Instant.parse("2031-02-03T04:05:06Z").plus(Duration.ofHours(24)));
    assertThat(Client.json(imds(IMDS)).path("access_token").asText()).isNotEqualTo(first);
  }

  @Test
  void host_withoutTls_offersNothingElse() throws Exception {
    assertThat(get("/contoso/v2.0/.well-known/openid-configuration", "A", "b").statusCode())
        .isEqualTo(404);
    assertThat(get("/acme/_apis/projects", "A", "b").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> imds(String path) throws Exception {
    return get(path, "Metadata", "true");
  }

  private HttpResponse<String> appService(String path) throws Exception {
    return get(path, "X-IDENTITY-HEADER", emulator.identities().header());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI url = URI.create(emulator.hostUrl() + path);
    return http.send(HttpRequest.newBuilder(url).headers(headers).build(), BodyHandlers.ofString());
  }

  private JWTClaimsSet claims(JsonNode body) {
    return emulator.entra().tokens().claims(body.path("access_token").asText()).orElseThrow();
  }
}
