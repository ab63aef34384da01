package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.vault.OneVault;
import dev.tokenward.vault.Person;
import dev.tokenward.vault.TestVault;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A walk through everything that a vault does when it does what it is asked: each answer is as
 * {@code /openapi.json} describes it, and none that it describes is left out.
 */
class DescribedAnswersTest extends OneVault {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  private static final String APP_SECRET = "app~/+secret-of-the-walk";

  private final Set<String> seen = new TreeSet<>();
  private final List<String> misfits = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // the test sets it
  private JsonNode document;

  @Override
  protected TestVault vault(Path folder) {
    emulator
        .devOps()
        .organization("acme", "contoso.example")
        .addServicePrincipal(emulator.entra().app("contoso.example", CLIENT_ID, APP_SECRET))
        .project("web")
        .repository("site");
    return TestVault.kept(emulator, folder, TokenRuntime.system());
  }

  @Test
  void everything_thatIsDescribed_isAnsweredAsDescribed() {
    document = json(200, vault.send(vault.request("/openapi.json")));
    credentials();
    consents();
    callersAndPolicies();
    useAndLeases();
    does(200, "GET", "/v1/audit", "");
    does(200, "GET", "/v1/audit/verify", "");
    ends();
    assertThat(misfits).isEmpty();
    assertThat(seen).isEqualTo(described());
  }

  private void credentials() {
    String fields = "\"fields\":{\"organization\":\"" + organization() + "\"}";
    String pat = "{\"token\":\"" + pat() + "\"}";
    String whole = "\"kind\":\"azure-devops-pat\"," + fields + ",\"secrets\":" + pat;
    does(201, "POST", "/v1/credentials", "{\"name\":\"ado\"," + whole + "}");
    does(200, "PUT", "/v1/credentials/{name=ado}", "{" + whole + "}");
    does(201, "PUT", "/v1/credentials/{name=other}", "{" + whole + "}");
    does(200, "PATCH", "/v1/credentials/{name=ado}", everythingElse());
    does(200, "GET", "/v1/credentials/{name=ado}", "");
    does(200, "GET", "/v1/credentials", "");
    does(200, "POST", "/v1/credentials/{name=ado}/test", "");
    does(
        202,
        "POST",
        "/v1/credentials/{name=ado}/rotate",
        "{\"secrets\":{\"token\":\"" + pat() + "\"}}");
    does(200, "GET", "/v1/credentials/{name=ado}/rotate", "");
    does(200, "POST", "/v1/credentials/{name=ado}/freeze", "");
    does(200, "POST", "/v1/credentials/{name=ado}/unfreeze", "");
    does(200, "GET", "/v1/kinds", "");
    does(200, "POST", "/v1/freeze", "");
    does(200, "POST", "/v1/unfreeze", "");
    does(202, "POST", "/v1/rekey", "");
    does(200, "GET", "/v1/rekey", "");
  }

  private void consents() {
    EntraApp app =
        emulator.entra().app("contoso.example").redirectUri(vault.console() + "/oauth/callback");
    emulator.entra().user("contoso.example", "ada@contoso.example");
    String fields =
        "{\"preset\":\"entra\",\"tenant\":\"%s\",\"clientId\":\"%s\"}"
            .formatted(emulator.authority("contoso.example"), app.clientId());
    does(
        201,
        "POST",
        "/v1/credentials",
        "{\"name\":\"boards\",\"kind\":\"oauth\",\"fields\":%s,\"secrets\":{\"clientSecret\":\"%s\"}}"
            .formatted(fields, app.clientSecret()));
    JsonNode begun = does(200, "POST", "/v1/credentials/{name=boards}/authorize", "");
    URI link = URI.create(begun.path("authorization_url").asText());
    Person person = new Person();
    URI provider = person.proceed(person.open(link));
    person.open(emulator.browser().approve(provider, "ada@contoso.example"));
    does(200, "GET", "/v1/credentials/{name=boards}/authorize", "");
    does(200, "POST", "/v1/credentials/{name=boards}/authorize/confirm", "");
    does(200, "GET", "/v1/credentials/{name=boards}", "");
    does(200, "POST", "/v1/credentials/{name=boards}/deauthorize", "");
    does(200, "DELETE", "/v1/credentials/{name=boards}", "");
  }

  private static String everythingElse() {
    return "{\"description\":\"d\",\"owner\":\"o\",\"labels\":{\"team\":\"web\"},"
        + "\"expires_at\":\"2030-01-01T00:00:00Z\"}";
  }

  private void callersAndPolicies() {
    does(201, "POST", "/v1/callers", "{\"name\":\"ci\",\"description\":\"builds\"}");
    does(200, "PUT", "/v1/callers/{name=ci}", "{}");
    does(201, "PUT", "/v1/callers/{name=app}", "{}");
    does(200, "GET", "/v1/callers/{name=ci}", "");
    does(200, "GET", "/v1/callers", "");
    String id = does(201, "POST", "/v1/callers/{name=ci}/secrets", "").path("secret_id").asText();
    does(200, "DELETE", "/v1/callers/{name=ci}/secrets/{id=" + id + "}", "");
    does(200, "POST", "/v1/callers/{name=ci}/freeze", "");
    does(200, "POST", "/v1/callers/{name=ci}/unfreeze", "");
    String policy =
        "\"callers\":[\"ci\"],\"credentials\":[\"ado\"],\"permissions\":[\"proxy\"],"
            + "\"allow\":{\"access\":\"read\",\"git\":[\"fetch\"],\"organizations\":[\"acme\"],"
            + "\"projects\":[\"web\"],\"repositories\":[\"site\"]},\"maxTtl\":\"PT8H\"";
    does(201, "POST", "/v1/policies", "{\"name\":\"ci-reads\"," + policy + "}");
    does(200, "PUT", "/v1/policies/{name=ci-reads}", "{" + policy + "}");
    does(201, "PUT", "/v1/policies/{name=other}", "{" + policy + "}");
    does(200, "GET", "/v1/policies/{name=ci-reads}", "");
    does(200, "GET", "/v1/policies", "");
  }

  private void useAndLeases() {
    String entra =
        "{\"kind\":\"entra-client-secret\",\"fields\":{\"tenant\":\"%s\",\"clientId\":\"%s\"},"
            + "\"secrets\":{\"clientSecret\":\"%s\"}}";
    does(
        201,
        "PUT",
        "/v1/credentials/{name=entra}",
        entra.formatted(emulator.authority("contoso.example"), CLIENT_ID, APP_SECRET));
    does(200, "POST", "/v1/credentials/{name=entra}/token", "");
    String pat =
        does(201, "POST", "/v1/credentials/{name=ado}/virtual-pats", "{\"name\":\"nightly\"}")
            .path("lease_id")
            .asText();
    does(200, "GET", "/v1/leases/{id=" + pat + "}", "");
    does(200, "POST", "/v1/leases/{id=" + pat + "}/renew", "{\"ttl\":\"PT2H\"}");
    does(200, "GET", "/v1/leases", "");
    does(200, "DELETE", "/v1/leases/{id=" + pat + "}", "");
    does(200, "DELETE", "/v1/leases", "?credential=entra");
  }

  private void ends() {
    does(200, "DELETE", "/v1/policies/{name=other}", "");
    does(200, "DELETE", "/v1/callers/{name=app}", "");
    does(200, "DELETE", "/v1/credentials/{name=other}", "");
  }

  /**
   * Sends a request; {@code {name=value}} stands for a parameter, a body that begins with ? for a
   * query.
   */
  private JsonNode does(int status, String method, String template, String body) {
    String query = body.startsWith("?") ? body : "";
    String path = template.replaceAll("\\{\\w+=([^}]*)}", "$1") + query;
    HttpResponse<String> answer =
        vault.send(
            vault
                .request(path)
                .method(method, BodyPublishers.ofString(query.isEmpty() ? body : ""))
                .header("Authorization", basic("admin")));
    JsonNode read = json(status, answer);
    check(method, template.replaceAll("=[^}]*}", "}"), answer, read);
    return read;
  }

  private void check(String method, String path, HttpResponse<String> answer, JsonNode read) {
    JsonNode described =
        document
            .path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .path(String.valueOf(answer.statusCode()));
    String what = answer.statusCode() + " " + method + " " + path;
    JsonNode schema = described.at("/content/application~1json/schema");
    Schemas.misfits(document, schema, read).forEach(each -> misfits.add(what + ": " + each));
    if (described.path("headers").has("ETag") != answer.headers().map().containsKey("etag")) {
      misfits.add(what + ": ETag");
    }
    seen.add(what);
  }

  private Set<String> described() {
    Set<String> all = new TreeSet<>();
    for (DescribedOperation each : DescribedOperation.of(document)) {
      each.responses()
          .fieldNames()
          .forEachRemaining(
              status -> {
                if (!status.equals("default")) {
                  all.add(status + " " + each);
                }
              });
    }
    return all;
  }

  private String organization() {
    return emulator.organizationUrl("acme").toString();
  }

  private String pat() {
    return emulator.devOps().issuePat("acme", "vso.code");
  }
}
