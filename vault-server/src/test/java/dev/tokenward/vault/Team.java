package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A vault that keeps its records, and what a team asks of it every day. */
public final class Team implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Emulator emulator;
  private final Path folder;
  private final TokenRuntime runtime;
  private final UnaryOperator<String> change;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private TestVault vault;

  private Team(Emulator emulator, Path folder, TokenRuntime runtime, UnaryOperator<String> change) {
    this.emulator = emulator;
    this.folder = folder;
    this.runtime = runtime;
    this.change = change;
    this.vault = TestVault.kept(emulator, folder, runtime, change);
  }

  /** A vault in {@code folder}, before {@code emulator} with the organization acme. */
  public static Team of(Emulator emulator, Path folder) {
    return of(emulator, folder, TokenRuntime.system(), UnaryOperator.identity());
  }

  /** The same in virtual time, which is the emulator's too. */
  static Team of(Emulator emulator, Path folder, FakeClock clock) {
    return of(emulator, folder, clock, UnaryOperator.identity());
  }

  static Team of(Emulator emulator, Path folder, FakeClock clock, UnaryOperator<String> change) {
    TokenRuntime system = TokenRuntime.system();
    emulator.clock(clock);
    // The random is real: ids of claims come from it.
    return of(
        emulator,
        folder,
        new TokenRuntime(clock, clock::ticks, system.random(), system.http(), Runnable::run, clock),
        change);
  }

  static Team of(
      Emulator emulator, Path folder, TokenRuntime runtime, UnaryOperator<String> change) {
    emulator.devOps().organization("acme", "contoso.example");
    return new Team(
        emulator, folder, runtime, config -> change.apply(config) + "audit: {file: audit.jsonl}\n");
  }

  /** The vault as it runs now. */
  public TestVault vault() {
    return vault;
  }

  void restart() {
    vault.close();
    vault = TestVault.kept(emulator, folder, runtime, change);
  }

  /** Asks as {@code admin}. */
  public HttpResponse<String> admin(String method, String path, Object body) {
    return vault.send(method, path, basic("admin"), text(body));
  }

  /** Asks as a caller that was made here. */
  public HttpResponse<String> as(String caller, String method, String path, Object body) {
    return vault.send(method, path, authorization(caller), text(body));
  }

  /** The Basic header of a caller that was made here. */
  public String authorization(String caller) {
    return basic(caller, Objects.requireNonNull(secrets.get(caller)));
  }

  /** Makes a credential with a PAT of acme, which is given. */
  public String pat(String name) {
    String token = emulator.devOps().issuePat("acme", "vso.code");
    json(201, admin("POST", "/v1/credentials", patBody(name, "acme", token)));
    return token;
  }

  Map<String, Object> patBody(String name, String organization, String token) {
    return Map.of(
        "name",
        name,
        "kind",
        "azure-devops-pat",
        "fields",
        Map.of("organization", emulator.organizationUrl(organization)),
        "secrets",
        Map.of("token", token));
  }

  /** Makes an app that Entra knows, and its credential; gives the app's secret. */
  public String app(String name, String secret) {
    String id = "11111111-2222-3333-4444-555555555555";
    emulator
        .devOps()
        .organization("acme", "contoso.example")
        .addServicePrincipal(emulator.entra().app("contoso.example", id, secret));
    Map<String, String> fields =
        Map.of(
            "tenant",
            emulator.authority("contoso.example"),
            "clientId",
            id,
            "organization",
            emulator.organizationUrl("acme"));
    Map<String, Object> body =
        Map.of(
            "name",
            name,
            "kind",
            "entra-client-secret",
            "fields",
            fields,
            "secrets",
            Map.of("clientSecret", secret));
    json(201, admin("POST", "/v1/credentials", body));
    return secret;
  }

  /** Makes a credential that acts for people through {@code app}; gives its id. */
  public String delegated(String name, EntraApp app, Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(more);
    fields.putIfAbsent("preset", "entra");
    fields.putIfAbsent("tenant", emulator.authority("contoso.example"));
    fields.putIfAbsent("clientId", app.clientId());
    return oauth(name, fields, app.clientSecret());
  }

  String oauth(String name, Map<String, String> fields, String secret) {
    Map<String, Object> body =
        Map.of(
            "name",
            name,
            "kind",
            "oauth",
            "description",
            "Boards <of> the team",
            "fields",
            fields,
            "secrets",
            Map.of("clientSecret", secret));
    return json(201, admin("POST", "/v1/credentials", body)).path("id").asText();
  }

  /** Makes a caller with a secret, which is given. */
  public String caller(String name) {
    json(201, admin("POST", "/v1/callers", Map.of("name", name)));
    JsonNode made = json(201, admin("POST", "/v1/callers/" + name + "/secrets", ""));
    String secret = made.path("client_secret").asText();
    secrets.put(name, secret);
    return secret;
  }

  /** Lets a caller do things to a credential, or to {@code *}. */
  public void policy(
      String name, String caller, String credential, Collection<String> permissions) {
    Map<String, Object> body =
        Map.of(
            "callers",
            List.of(caller),
            "credentials",
            List.of(credential),
            "permissions",
            permissions);
    json(201, admin("PUT", "/v1/policies/" + name, body));
  }

  HttpResponse<String> proxied(String credential, String authorization) {
    return vault.send(
        "GET", "/proxy/" + credential + "/acme/_apis/connectionData", authorization, "");
  }

  private static String text(Object body) {
    try {
      return body instanceof String text ? text : JSON.writeValueAsString(body);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vault.close();
  }
}
