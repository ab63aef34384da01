package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.pipelines.Job;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class PipelinesTest {

  private final Emulator emulator;
  private final Client client;

  PipelinesTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @Test
  void gitHub_asked_saysWhoTheJobIsToTheAudience() throws Exception {
    Job job = emulator.pipelines().gitHub("repo:acme/site:ref:refs/heads/main");
    String token = job.environment().getOrDefault("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "");

    HttpResponse<String> answer =
        client.get(
            path(job, "ACTIONS_ID_TOKEN_REQUEST_URL") + "&audience=sts",
            "Authorization",
            "bearer " + token);

    JWTClaimsSet claims = claims(Client.json(answer).path("value").asText());
    assertThat(claims.getIssuer()).isEqualTo(job.issuer().url());
    assertThat(claims.getSubject()).isEqualTo("repo:acme/site:ref:refs/heads/main");
    assertThat(claims.getAudience()).containsExactly("sts");
  }

  @Test
  void gitHub_otherToken_isUnauthorized() throws Exception {
    Job job = emulator.pipelines().gitHub("s");
    String path = path(job, "ACTIONS_ID_TOKEN_REQUEST_URL");
    assertThat(client.get(path).statusCode()).isEqualTo(401);
    assertThat(client.get(path, "Authorization", "Bearer x").statusCode()).isEqualTo(401);
  }

  @Test
  void azure_asked_saysWhatConnectionTheJobUses() throws Exception {
    Job job = emulator.pipelines().azure("acme", "c1");

    HttpResponse<String> answer = post(job, "?api-version=7.1&serviceConnectionId=c1");

    JWTClaimsSet claims = claims(Client.json(answer).path("oidcToken").asText());
    assertThat(claims.getSubject()).isEqualTo(job.subject()).endsWith("/c1");
    assertThat(claims.getAudience()).containsExactly("api://AzureADTokenExchange");
  }

  @ParameterizedTest
  @CsvSource({"?api-version=7.1&serviceConnectionId=c2, 404", "?serviceConnectionId=c1, 400"})
  void azure_askedOtherwise_isRefused(String query, int status) throws Exception {
    assertThat(post(emulator.pipelines().azure("acme", "c1"), query).statusCode())
        .isEqualTo(status);
  }

  @Test
  void azure_otherToken_isSignInPageOr401() throws Exception {
    Job job = emulator.pipelines().azure("acme", "c1");
    String path = path(job, "SYSTEM_OIDCREQUESTURI");
    assertThat(client.send("POST", path, "").statusCode()).isEqualTo(203);
    assertThat(client.send("POST", path, "", "X-TFS-FedAuthRedirect", "Suppress").statusCode())
        .isEqualTo(401);
  }

  @Test
  void anyJob_afterReset_isOver() throws Exception {
    Job job = emulator.pipelines().azure("acme", "c1");
    emulator.reset();
    assertThat(post(job, "").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> post(Job job, String query) throws Exception {
    String token = job.environment().getOrDefault("SYSTEM_ACCESSTOKEN", "");
    String path = path(job, "SYSTEM_OIDCREQUESTURI") + query;
    return client.send("POST", path, "", "Authorization", "Bearer " + token);
  }

  private String path(Job job, String variable) {
    return job.environment().getOrDefault(variable, "").replace(emulator.url(), "");
  }

  private static JWTClaimsSet claims(String jwt) throws Exception {
    return SignedJWT.parse(jwt).getJWTClaimsSet();
  }
}
