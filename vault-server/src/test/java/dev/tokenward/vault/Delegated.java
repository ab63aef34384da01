package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraUser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A team whose vault has the credential {@code boards}, which is to act for {@code ada}: an app of
 * the emulator with its redirect URI, in an organization that ada is in, in virtual time. The
 * caller {@code ci} may use it.
 */
public final class Delegated implements AutoCloseable {

  static final String ADA = "ada@contoso.example";
  static final String BEN = "ben@contoso.example";
  private static final String TENANT = "contoso.example";

  final Emulator emulator = Emulator.start();
  final FakeClock clock = new FakeClock();
  final EntraApp app;
  final EntraUser ada;
  final Team team;

  /** Starts it. */
  public Delegated(Path folder) {
    this(folder, UnaryOperator.identity());
  }

  /** Starts it with a configuration that was changed. */
  Delegated(Path folder, UnaryOperator<String> change) {
    team = Team.of(emulator, folder, clock, change);
    app = emulator.entra().app(TENANT).named("Boards");
    app.redirectUri(redirect());
    ada = emulator.entra().user(TENANT, ADA);
    emulator.devOps().organization("acme", TENANT).addUser(ada);
    emulator.entra().user(TENANT, BEN);
    make("boards", Map.of("account", ADA));
    team.caller("ci");
    team.policy("ci", "ci", "boards", List.of("proxy", "token"));
  }

  /** What is registered at the provider. */
  public String redirect() {
    return vault().console() + "/oauth/callback";
  }

  void make(String name, Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(more);
    fields.putIfAbsent("organization", emulator.organizationUrl("acme"));
    team.delegated(name, app, fields);
  }

  TestVault vault() {
    return team.vault();
  }

  JsonNode ask(int status, String method, String path) {
    return json(status, team.admin(method, "/v1/credentials/" + path, ""));
  }

  /** Asks for consent; gives the link. */
  URI link() {
    return link("boards");
  }

  URI link(String name) {
    return URI.create(ask(200, "POST", name + "/authorize").path("authorization_url").asText());
  }

  /**
   * Opens the link, presses the button and approves; gives where the provider sends that browser.
   */
  URI approved(Person person, String user) {
    return emulator.browser().approve(person.proceed(person.open(link())), user);
  }

  /** The whole walk of somebody; gives the page at its end. */
  HttpResponse<String> authorize(String user) {
    Person person = new Person();
    return person.open(approved(person, user));
  }

  JsonNode authorization() {
    return ask(200, "GET", "boards").path("authorization");
  }

  HttpResponse<String> token() {
    return token("boards");
  }

  HttpResponse<String> token(String name) {
    return team.as("ci", "POST", "/v1/credentials/" + name + "/token", "");
  }

  /** A virtual PAT of {@code ci}, whom a policy must let have one. */
  String virtualPat() {
    return json(201, team.as("ci", "POST", "/v1/credentials/boards/virtual-pats", "{}"))
        .path("token")
        .asText();
  }

  HttpResponse<String> proxied() {
    return team.proxied("boards", team.authorization("ci"));
  }

  /** The details of the audit records of an action, with their outcomes. */
  List<String> audit(String action) {
    return vault().audit().stream()
        .filter(each -> each.path("action").asText().equals(action))
        .map(each -> each.path("outcome").asText() + " " + each.path("detail").asText())
        .map(String::strip)
        .toList();
  }

  @Override
  public void close() {
    team.close();
    emulator.close();
  }
}
