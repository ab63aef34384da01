package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.legacy.LegacyApp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walk of {@link ConsentTest} at the providers of every other preset. */
class ConsentPresetsTest {

  private static final String TENANT = "contoso.example";

  /** Azure DevOps, which every token here is for. */
  private static final String RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798/.default";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  /**
   * One provider.
   *
   * @param namesAccount whether it says who consented
   * @param page what the page says of it
   */
  private record Walk(
      String name, String preset, boolean namesAccount, String page, Function<Delegated, App> app) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** What is registered at the provider, as the credential tells it. */
  private record App(Map<String, String> fields, String secret) {}

  static Stream<Walk> walks() {
    return Stream.of(
        new Walk(
            "retiring", "azure-devops", false, "OAuth (retiring)", ConsentPresetsTest::retiring),
        new Walk(
            "endpoints", "oauth2", false, "Any OAuth 2.0 server", it -> byEndpoints(it, Map.of())),
        new Walk(
            "endpoints and issuer",
            "oauth2",
            false,
            "Any OAuth 2.0 server",
            ConsentPresetsTest::thatNamesItself),
        new Walk(
            "discovery",
            "openid-connect",
            true,
            "Any OpenID provider",
            ConsentPresetsTest::byIssuer));
  }

  private static App retiring(Delegated it) {
    LegacyApp app = it.emulator.legacyOAuth().app(it.redirect(), "vso.code vso.work");
    return new App(
        Map.of(
            "authorizationUrl",
            it.emulator.url() + "/oauth2/authorize",
            "tokenUrl",
            it.emulator.url() + "/oauth2/token",
            "clientId",
            app.clientId(),
            "scope",
            "vso.code"),
        app.clientSecret());
  }

  private static App byEndpoints(Delegated it, Map<String, String> more) {
    String server = it.emulator.authority(TENANT) + "/oauth2/v2.0";
    Map<String, String> fields = new HashMap<>(more);
    fields.put("authorizationUrl", server + "/authorize");
    fields.put("tokenUrl", server + "/token");
    fields.put("clientId", it.app.clientId());
    fields.put("scope", RESOURCE + " offline_access");
    return new App(fields, it.app.clientSecret());
  }

  /** Its redirects carry its issuer (RFC 9207), which nothing but a field tells. */
  private static App thatNamesItself(Delegated it) {
    it.emulator.entra().generic(true);
    return byEndpoints(it, Map.of("issuer", issuer(it)));
  }

  private static String issuer(Delegated it) {
    return it.emulator.authority(it.app.tenant().id()) + "/v2.0";
  }

  private static App byIssuer(Delegated it) {
    it.emulator.entra().generic(true);
    return new App(
        Map.of(
            "issuer",
            issuer(it),
            "clientId",
            it.app.clientId(),
            "scope",
            RESOURCE + " openid profile offline_access"),
        it.app.clientSecret());
  }

  @BeforeEach
  void start() {
    it = new Delegated(folder);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  @ParameterizedTest
  @MethodSource("walks")
  void wholeWalk_ofThePreset_givesTokensAsThatUserUntilItIsTakenBack(Walk walk) {
    make(walk);
    assertThat(it.token("walked").statusCode()).isEqualTo(502);
    Person person = new Person();
    HttpResponse<String> page = person.open(it.link("walked"));
    assertThat(page.body()).contains(walk.page(), it.redirect());

    URI back = it.emulator.browser().approve(person.proceed(page), Delegated.ADA);
    HttpResponse<String> end = person.open(back);

    assertThat(end.statusCode()).as(end.body()).isEqualTo(200);
    if (!walk.namesAccount()) {
      assertThat(end.body()).contains("tokenward credential confirm walked");
      assertThat(it.token("walked").statusCode()).isEqualTo(502);
      it.ask(200, "POST", "walked/authorize/confirm");
    }
    assertServed();
    it.team.restart();
    assertServed();
    it.ask(200, "POST", "walked/deauthorize");
    assertThat(it.token("walked").statusCode()).isEqualTo(502);
  }

  private void make(Walk walk) {
    App app = walk.app().apply(it);
    Map<String, String> fields = new HashMap<>(app.fields());
    fields.put("preset", walk.preset());
    fields.put("account", Delegated.ADA);
    fields.put("organization", it.emulator.organizationUrl("acme"));
    it.team.oauth("walked", fields, app.secret());
    it.team.policy("walked", "ci", "walked", List.of("proxy", "token"));
  }

  private void assertServed() {
    assertThat(json(200, it.token("walked")).path("access_token").asText()).isNotBlank();
    HttpResponse<String> proxied = it.team.proxied("walked", it.team.authorization("ci"));
    assertThat(json(200, proxied).at("/authenticatedUser/id").asText())
        .isEqualTo(it.ada.objectId());
  }
}
