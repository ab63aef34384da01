package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S1, for every kind that there is and each of its fields that decides where a secret goes:
 * whatever is done to that field, a server that the operator allows, but for which the secret was
 * not given, sees nothing of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DestinationBindingTest {

  /** One way to turn a credential towards another destination without its secret. */
  private record Way(String name, Turn turn) {

    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Turn {

    void turn(Aim aim) throws SQLException;
  }

  /** A field of a kind that decides where a secret goes. */
  private record Aim(JsonNode kind, String field) {

    String kindName() {
      return kind.path("kind").asText();
    }

    @Override
    public String toString() {
      return kindName() + " " + field;
    }
  }

  /**
   * The kind that sends nothing before a person has consented, and can do without a secret of the
   * app. That a grant stays with whom it was given for is shown in its own module.
   */
  private static final String DELEGATED = "oauth";

  private final Emulator emulator = Emulator.start();
  private CanaryHost canary;
  private Team team;
  private LeakProbe probe = new LeakProbe();
  private JsonNode kinds;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path trust = folder.resolve("trust.pem");
    Files.copy(emulator.trustAnchor(), trust);
    canary = new CanaryHost(trust);
    team =
        Team.of(
            emulator,
            folder,
            TokenRuntime.system(),
            config ->
                config
                    .replace("allow: [", "allow: [\"127.0.0.1:" + canary.port() + "\", ")
                    .replaceAll("trustStore: .*", "trustStore: " + trust));
    kinds = json(200, team.admin("GET", "/v1/kinds", "")).path("kinds");
  }

  @AfterEach
  void forget() throws SQLException {
    // The vault does not touch what is damaged.
    sql("delete from record where noun = 'credential'");
    canary.seen().clear();
  }

  @AfterAll
  void stop() {
    team.close();
    canary.close();
    emulator.close();
  }

  private Stream<Aim> aims() {
    return kinds
        .valueStream()
        .filter(kind -> kind.path("fields").findValuesAsText("type").contains("secret"))
        .flatMap(
            kind ->
                kind.path("fields")
                    .valueStream()
                    .filter(field -> field.path("destination").asBoolean())
                    .map(field -> new Aim(kind, field.path("name").asText())));
  }

  private Stream<Way> ways() {
    return Stream.of(
        new Way("PATCH", this::patch),
        new Way("PATCH with no secret in it", this::patchWithoutSecrets),
        new Way("PUT", this::put),
        new Way("another kind", this::anotherKind),
        new Way("another kind, which needs no secret", this::kindWithoutASecret),
        new Way("removed and made again", this::madeAgain),
        new Way("test of what is not saved", this::testUnsaved),
        new Way("edited body", aim -> editRow("body = replace(body, ?, ?)")),
        new Way(
            "edited destinations", aim -> editRow("destinations = replace(destinations, ?, ?)")),
        new Way(
            "edited body and destinations",
            aim ->
                editRow(
                    "body = replace(body, ?1, ?2),"
                        + " destinations = replace(destinations, ?1, ?2)")),
        new Way("seal copied to another record", aim -> copyRow("victim", "bait", "sealed")),
        new Way(
            "text copied from another record",
            aim -> copyRow("bait", "victim", "body, destinations")),
        new Way(
            "all copied from another record",
            aim -> copyRow("bait", "victim", "version, body, destinations, sealed")),
        new Way("text of an older row", this::olderText),
        new Way("an older row", this::olderRow));
  }

  private Stream<Arguments> aimsAndWays() {
    return aims().flatMap(aim -> ways().map(way -> Arguments.of(aim, way)));
  }

  /** Where a job speaks for an app, everything else waits for what the job's server says. */
  private Stream<Aim> aimsAtOnce() {
    return aims()
        .filter(aim -> !aim.kindName().equals(DELEGATED))
        .filter(
            aim ->
                aim.field().equals("requestUrl")
                    || !aim.kind().findValuesAsText("name").contains("requestUrl"));
  }

  @ParameterizedTest
  @MethodSource("aimsAtOnce")
  void canary_forWhichTheSecretWasGiven_seesSomething(Aim aim) {
    make("victim", aim, canary.url(), new LeakProbe().canary("given"));
    useEverywhere("victim");
    assertThat(canary.seen()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("aimsAndWays")
  void canary_forWhichItWasNot_seesNothing(Aim aim, Way way) throws SQLException {
    probe = new LeakProbe();
    make("bait", aim, canary.url(), "the-secret-of-the-bait");
    make("victim", aim, emulator.url(), probe.canary("the victim's secret"));
    useEverywhere("victim");
    watchToken();
    way.turn().turn(aim);
    useEverywhere("victim");
    useEverywhere("bait");
    team.restart();
    useEverywhere("victim");
    useEverywhere("bait");
    canary.seen().forEach(text -> probe.see("canary", text));
    probe.see("canary", "").assertClean();
  }

  private void patch(Aim aim) {
    Map<String, Object> fields = Map.of("fields", Map.of(aim.field(), elsewhere(aim)));
    assertThat(team.admin("PATCH", "/v1/credentials/victim", fields).statusCode()).isEqualTo(409);
  }

  private void patchWithoutSecrets(Aim aim) {
    Map<String, Object> body =
        Map.of("fields", Map.of(aim.field(), elsewhere(aim)), "secrets", Map.of());
    assertThat(team.admin("PATCH", "/v1/credentials/victim", body).statusCode()).isEqualTo(409);
  }

  private void put(Aim aim) {
    Map<String, String> fields = fields(aim.kind(), emulator.url());
    fields.put(aim.field(), elsewhere(aim));
    Map<String, Object> body = Map.of("kind", aim.kindName(), "fields", fields);
    assertThat(team.admin("PUT", "/v1/credentials/victim", body).statusCode()).isEqualTo(409);
  }

  private void anotherKind(Aim aim) {
    for (JsonNode kind : kinds) {
      if (!kind.equals(aim.kind()) && !kind.path("kind").asText().equals(DELEGATED)) {
        Map<String, Object> body =
            Map.of("kind", kind.path("kind").asText(), "fields", fields(kind, canary.url()));
        for (String method : List.of("PATCH", "PUT")) {
          assertThat(team.admin(method, "/v1/credentials/victim", body).statusCode())
              .isBetween(400, 409);
        }
      }
    }
  }

  /** Where the new one needs no secret, the old one is dropped, and nothing of it is left. */
  private void kindWithoutASecret(Aim aim) throws SQLException {
    for (JsonNode kind : kinds) {
      if (kind.path("kind").asText().equals(DELEGATED)) {
        Map<String, Object> body = Map.of("kind", DELEGATED, "fields", fields(kind, canary.url()));
        assertThat(team.admin("PATCH", "/v1/credentials/victim", body).statusCode())
            .isEqualTo(aim.kindName().equals(DELEGATED) ? 409 : 200);
      }
    }
  }

  private void madeAgain(Aim aim) {
    json(200, team.admin("DELETE", "/v1/credentials/victim", ""));
    Map<String, Object> body =
        Map.of(
            "name", "victim", "kind", aim.kindName(), "fields", fields(aim.kind(), canary.url()));
    boolean delegated = aim.kindName().equals(DELEGATED);
    assertThat(team.admin("POST", "/v1/credentials", body).statusCode())
        .isEqualTo(delegated ? 201 : 400);
    assertThat(team.admin("PUT", "/v1/credentials/victim", body).statusCode())
        .isEqualTo(delegated ? 200 : 400);
  }

  private void testUnsaved(Aim aim) {
    Map<String, Object> body = Map.of("fields", Map.of(aim.field(), elsewhere(aim)));
    assertThat(team.admin("POST", "/v1/credentials/victim/test", body).statusCode()).isEqualTo(400);
  }

  private void editRow(String change) throws SQLException {
    sql("update record set " + change + " where name = 'victim'", emulator.url(), canary.url());
  }

  private void copyRow(String from, String to, String columns) throws SQLException {
    sql(
        "update record set (%s) = (select %s from record where noun = 'credential' and name = '%s')"
                .formatted(columns, columns, from)
            + " where noun = 'credential' and name = '"
            + to
            + "'");
  }

  /**
   * The credential was the canary's once, and was given another secret with its new destination.
   */
  private void onceElsewhere(Aim aim) throws SQLException {
    json(200, team.admin("DELETE", "/v1/credentials/victim", ""));
    make("victim", aim, canary.url(), "the-secret-that-the-canary-may-see");
    sql("create table older as select * from record where name = 'victim'");
    Map<String, Object> body = body("victim", aim, emulator.url(), probe.canary("the new secret"));
    json(200, team.admin("PUT", "/v1/credentials/victim", body));
    useEverywhere("victim");
    watchToken();
  }

  private void olderText(Aim aim) throws SQLException {
    onceElsewhere(aim);
    sql(
        "update record set (body, destinations) = (select body, destinations from older)"
            + " where noun = 'credential' and name = 'victim'");
    sql("drop table older");
  }

  private void olderRow(Aim aim) throws SQLException {
    onceElsewhere(aim);
    sql("delete from record where noun = 'credential' and name = 'victim'");
    sql("insert into record select * from older");
    sql("drop table older");
  }

  private void make(String name, Aim aim, String url, String secret) {
    json(201, team.admin("POST", "/v1/credentials", body(name, aim, url, secret)));
  }

  /** What is had for a secret goes nowhere else either. */
  private void watchToken() {
    HttpResponse<String> answer = team.admin("POST", "/v1/credentials/victim/token", "");
    if (answer.statusCode() == 200) {
      probe.watch("a token", json(answer.body()).path("access_token").asText());
    }
  }

  /** A credential that is the emulator's in all but the field aimed at. */
  private Map<String, Object> body(String name, Aim aim, String url, String secret) {
    Map<String, String> fields = fields(aim.kind(), emulator.url());
    fields.put(aim.field(), value(field(aim), url));
    Map<String, EntraApp> apps = new HashMap<>();
    fields.forEach(
        (field, id) -> apps.put(field, emulator.entra().app("contoso.example", id, secret)));
    Map<String, String> secrets = new HashMap<>();
    aim.kind()
        .path("fields")
        .valueStream()
        .filter(field -> field.path("type").asText().equals("secret"))
        .map(field -> field.path("name").asText())
        // What a client's usual way to prove itself leaves unused is refused.
        .filter(field -> !fields.containsKey("tokenUrl") || field.equals("clientSecret"))
        .forEach(
            field ->
                secrets.put(
                    field, field.equals("certificate") ? key(apps.get("clientId"), url) : secret));
    return Map.of("name", name, "kind", aim.kindName(), "fields", fields, "secrets", secrets);
  }

  /** A key with its certificate, which the emulator may see and the canary may not. */
  private String key(@Nullable EntraApp app, String url) {
    String pem = emulator.entra().certificate(Objects.requireNonNull(app));
    if (url.equals(emulator.url())) {
      probe.watch("the victim's key", pem.lines().toList().get(1));
    }
    return pem;
  }

  private Map<String, String> fields(JsonNode kind, String url) {
    Map<String, String> fields = new HashMap<>();
    for (JsonNode field : kind.path("fields")) {
      boolean needed = field.path("required").asBoolean() || field.path("destination").asBoolean();
      boolean organization = field.path("type").asText().equals("organization");
      if ((needed || organization) && !field.path("type").asText().equals("secret")) {
        fields.put(field.path("name").asText(), value(field, url));
      }
      if (field.path("name").asText().equals("assertionFrom")) {
        fields.put("assertionFrom", "github-actions");
      }
    }
    return fields;
  }

  private static String value(JsonNode field, String url) {
    return switch (field.path("type").asText()) {
      case "organization" -> url + "/acme";
      case "choice" -> field.path("choices").get(0).asText();
      default ->
          field.path("destination").asBoolean()
              ? url + "/contoso.example"
              : UUID.randomUUID().toString();
    };
  }

  private String elsewhere(Aim aim) {
    return value(field(aim), canary.url());
  }

  private static JsonNode field(Aim aim) {
    return aim.kind()
        .path("fields")
        .valueStream()
        .filter(field -> field.path("name").asText().equals(aim.field()))
        .findFirst()
        .orElseThrow();
  }

  /** Whatever comes of it. */
  private void useEverywhere(String name) {
    team.proxied(name, basic("admin"));
    team.admin("POST", "/v1/credentials/" + name + "/token", "");
    team.admin("POST", "/v1/credentials/" + name + "/test", "");
  }

  private void sql(String statement, String... values) throws SQLException {
    Path file = team.vault().file("state/vault.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setString(i + 1, values[i]);
      }
      prepared.executeUpdate();
    }
  }
}
