package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried on a consent that is not what it was begun for (S18, S19). */
class ConsentRefusalsTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  private final Person person = new Person();

  @BeforeEach
  void start() {
    it = new Delegated(folder);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  private void nothingIsAuthorized() {
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
    assertThat(it.token().statusCode()).isEqualTo(502);
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isZero();
  }

  @Test
  void callback_inABrowserThatDidNotBegin_isRefusedAndOnRecord() {
    URI callback = it.approved(person, Delegated.ADA);
    Person victim = new Person();
    HttpResponse<String> refused = victim.open(callback);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("Another browser began this");
    assertThat(victim.history()).allSatisfy(each -> assertThat(each.getQuery()).isNull());
    assertThat(it.audit("consent.callback")).containsExactly("denied other-browser");
    nothingIsAuthorized();
    // Nor is the one who began it kept from going on.
    assertThat(person.open(callback).body()).contains("Authorized");
  }

  @Test
  void callback_withAnotherState_isRefusedAndOnRecord() {
    URI callback = it.approved(person, Delegated.ADA);
    URI forged =
        URI.create(
            callback.toString().replaceFirst("([?&])state=[^&]+", "$1state=" + "a".repeat(43)));
    HttpResponse<String> refused = person.open(forged);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("belongs to no request");
    assertThat(it.audit("consent.callback")).containsExactly("denied wrong-state");
    nothingIsAuthorized();
  }

  @Test
  void callback_withAStateTwice_isRefused() {
    URI callback = it.approved(person, Delegated.ADA);
    assertThat(person.open(URI.create(callback + "&state=other")).statusCode()).isEqualTo(400);
    nothingIsAuthorized();
  }

  @Test
  void callback_ofNobody_isCountedAsUnproven() throws Exception {
    assertThat(person.open(page("/oauth/callback?code=c&state=s")).statusCode()).isEqualTo(400);
    assertThat(person.open(page("/connect/nothing")).statusCode()).isEqualTo(404);
    it.clock.advance(Duration.ofMinutes(2));
    assertThat(refusals()).contains("consent-unproven");
  }

  private String refusals() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files.filter(each -> each.getFileName().toString().contains("refus")).findFirst().get();
      return Files.readString(file);
    }
  }

  @Test
  void callback_thatCameBefore_isRefusedAndOnRecord() {
    URI callback = it.approved(person, Delegated.ADA);
    assertThat(person.open(callback).statusCode()).isEqualTo(200);
    int asked = it.emulator.requests("POST", "/oauth2/v2.0/token");
    assertThat(person.open(callback).statusCode()).isEqualTo(400);
    assertThat(it.audit("consent.callback")).containsExactly("granted", "denied used");
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isEqualTo(asked);
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void callback_ofAnotherIssuer_isRefusedAndOnRecord() {
    URI page = person.proceed(person.open(it.link()));
    it.emulator.entra().issuerInRedirects("https://attacker.example");
    HttpResponse<String> refused = person.open(it.emulator.browser().approve(page, Delegated.ADA));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("another issuer");
    assertThat(it.audit("consent.answer")).containsExactly("failed denied");
    nothingIsAuthorized();
  }

  @Test
  void idToken_thatWasTampered_isRefusedAndOnRecord() {
    it.emulator.entra().falsifyIdTokens("aud", "another-app");
    URI callback = it.approved(person, Delegated.ADA);
    HttpResponse<String> refused = person.open(callback);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("ID token");
    assertThat(it.audit("consent.answer")).containsExactly("failed rejected");
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
  }

  @Test
  void code_ofAnotherConsent_isRefused() {
    URI stolen = it.approved(new Person(), Delegated.BEN);
    URI own = it.approved(person, Delegated.ADA);
    String code = stolen.getQuery().replaceFirst(".*code=([^&]+).*", "$1");
    URI mixed = URI.create(own.toString().replaceFirst("code=[^&]+", "code=" + code));
    // It was made for another verifier (RFC 7636).
    assertThat(person.open(mixed).statusCode()).isEqualTo(403);
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
  }

  @Test
  void link_inASecondBrowserAfterContinue_isRefusedAndOnRecord() {
    URI link = it.link();
    Person second = new Person();
    HttpResponse<String> seen = second.open(link);
    assertThat(seen.body()).contains("<strong>admin</strong> asks");
    person.proceed(person.open(link));
    assertThat(second.open(link).statusCode()).isEqualTo(403);
    assertThat(second.post(link, Person.form(seen)).statusCode()).isEqualTo(403);
    assertThat(new Person().open(link).statusCode()).isEqualTo(403);
    assertThat(it.audit("consent.open"))
        .containsExactly("granted", "granted", "denied other-browser", "denied other-browser");
    assertThat(it.audit("consent.continue")).containsExactly("granted", "denied other-browser");
  }

  @Test
  void form_ofAnotherSite_isRefused() {
    URI link = it.link();
    HttpResponse<String> page = person.open(link);
    assertThat(person.post(link, "guess").statusCode()).isEqualTo(403);
    assertThat(new Person().post(link, Person.form(page)).statusCode()).isEqualTo(403);
    assertThat(it.audit("consent.continue")).containsExactly("denied form", "denied other-browser");
  }

  @Test
  void consent_afterTenMinutes_isGone() {
    URI link = it.link();
    HttpResponse<String> page = person.open(link);
    it.clock.advance(Duration.ofMinutes(10));
    assertThat(person.open(link).statusCode()).isEqualTo(404);
    assertThat(person.post(link, Person.form(page)).statusCode()).isEqualTo(404);
    assertThat(person.open(link).body()).contains("no longer good", "new one");
    it.ask(409, "GET", "boards/authorize");
  }

  @Test
  void callback_afterTenMinutes_isRefused() {
    URI callback = it.approved(person, Delegated.ADA);
    it.clock.advance(Duration.ofMinutes(10));
    assertThat(person.open(callback).statusCode()).isEqualTo(400);
    nothingIsAuthorized();
  }

  @Test
  void consent_afterARestartOrANewerOne_isGone() {
    URI first = it.link();
    it.link();
    assertThat(person.open(first).statusCode()).isEqualTo(404);
    String id = it.link().getPath();
    it.team.restart();
    assertThat(person.open(page(id)).body()).contains("no longer good", "restarted");
  }

  @Test
  void redirects_leadNowhereElse() {
    URI link = it.link();
    for (String path :
        List.of(
            "/connect/..//evil.example",
            "/connect//evil.example",
            "/connect/%2f%2fevil.example",
            "/oauth/callback?redirect_uri=https://evil.example&state=x&code=y",
            "/result/https:%2f%2fevil.example")) {
      HttpResponse<String> answer = person.get(page(path));
      assertThat(answer.headers().firstValue("Location").orElse("/result/"))
          .as(path)
          .startsWith("/result/");
      assertThat(answer.body()).doesNotContain("evil.example");
    }
    assertThat(link.toString()).startsWith(it.vault().console().toString());
  }

  @Test
  void host_ofAnotherServer_isRefusedThereToo() {
    String path = it.link().getPath();
    String answer =
        it.vault().rawToConsole("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 421");
    String api = it.vault().url().getAuthority();
    assertThat(it.vault().rawToConsole("GET / HTTP/1.1\r\nHost: " + api + "\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void console_andApi_haveNoRouteOfEachOther() {
    for (String path :
        List.of(
            "/v1/credentials",
            "/proxy/boards/acme/_apis/connectionData",
            "/oauth2/token",
            "/openapi.json",
            "/health/live")) {
      assertThat(person.get(page(path)).statusCode()).as(path).isEqualTo(404);
    }
    URI link = it.link();
    for (String path : List.of(link.getPath(), "/oauth/callback", "/console.css")) {
      assertThat(it.vault().send(it.vault().request(path)).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(it.audit("consent.open")).isEmpty();
  }

  @Test
  void begin_withoutPermission_isRefused() {
    String path = "/v1/credentials/boards/";
    for (String verb : List.of("authorize", "deauthorize", "authorize/confirm")) {
      assertThat(it.team.as("ci", "POST", path + verb, "").statusCode()).isEqualTo(403);
    }
    it.team.caller("stranger");
    json(404, it.team.as("stranger", "POST", path + "authorize", ""));
    json(404, it.team.as("stranger", "GET", path + "authorize", ""));
  }

  @Test
  void asker_whoMayNoLonger_endsTheConsent() {
    it.team.caller("lead");
    it.team.policy("lead", "lead", "boards", List.of("credential.write"));
    HttpResponse<String> begun = it.team.as("lead", "POST", "/v1/credentials/boards/authorize", "");
    URI link = URI.create(json(200, begun).path("authorization_url").asText());
    URI callback = it.emulator.browser().approve(person.proceed(person.open(link)), Delegated.ADA);
    json(200, it.team.admin("DELETE", "/v1/policies/lead", ""));
    assertThat(person.open(callback).statusCode()).isEqualTo(403);
    nothingIsAuthorized();
  }

  private URI page(String path) {
    return URI.create(it.vault().console() + path);
  }
}
