package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.WalkedKind.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of {@link WalkedKind#ALL} is made, tested, brokered, rotated, switched and removed, by
 * API and by command.
 */
class KindsWalkTest {

  private static final String PATH = "/v1/credentials/walked";
  private static final String UPSTREAM_PATH = "/proxy/walked/acme/_apis/git/repositories";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final FakeClock clock = new FakeClock();
  private final LeakProbe probe = new LeakProbe();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Upstream upstream;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  private static Stream<WalkedKind> kinds() {
    return WalkedKind.ALL.stream();
  }

  @BeforeEach
  void start() {
    upstream = Upstream.of(emulator);
    team = Team.of(emulator, folder, clock);
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  private Map<String, String> secrets(WalkedKind kind) {
    Map<String, String> secrets = kind.secrets().apply(upstream);
    secrets.forEach(probe::watch);
    return secrets;
  }

  private JsonNode asked(int status, String method, String path, Object body) {
    JsonNode answer = json(status, team.admin(method, path, body));
    probe.see("answers", answer.toString());
    return answer;
  }

  @Test
  void table_hasEveryKindThatShips() {
    List<String> shipped = new ArrayList<>();
    asked(200, "GET", "/v1/kinds", "")
        .path("kinds")
        .forEach(each -> shipped.add(each.path("kind").asText()));
    assertThat(Stream.concat(kinds().map(WalkedKind::kind), WalkedKind.ELSEWHERE.stream()))
        .containsExactlyInAnyOrderElementsOf(shipped);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void api_walksTheKind(WalkedKind kind) {
    Map<String, Object> body = body(kind);
    body.put("name", "walked");
    asked(201, "POST", "/v1/credentials", body);
    assertThat(asked(200, "POST", PATH + "/test", "").path("ok").asBoolean()).isTrue();
    brokered(kind);

    if (!kind.secrets().apply(upstream).isEmpty()) {
      asked(202, "POST", PATH + "/rotate", Map.of("secrets", secrets(kind)));
      clock.advance(Duration.ofMinutes(5));
      assertThat(asked(200, "GET", PATH + "/rotate", "").path("stage").asText())
          .isEqualTo("rotated");
      brokered(kind);
    }

    if (kind.proxied(upstream)) {
      switched(kind.next());
    }
    asked(200, "DELETE", PATH, "");
    asked(404, "GET", PATH, "");
    probe.assertClean();
  }

  private Map<String, Object> body(WalkedKind kind) {
    return new TreeMap<>(
        Map.of(
            "kind", kind.kind(),
            "fields", kind.fields().apply(upstream),
            "secrets", secrets(kind)));
  }

  /** A token where it may be handed out, and a request through the proxy where that may be sent. */
  private void brokered(WalkedKind kind) {
    asked(kind.minted() ? 200 : 409, "POST", PATH + "/token", "{}");
    if (!kind.proxied(upstream)) {
      return;
    }
    assertThat(team.vault().send("GET", UPSTREAM_PATH, virtualPat(), "").statusCode())
        .isEqualTo(200);
  }

  private String virtualPat() {
    String pat = asked(201, "POST", PATH + "/virtual-pats", "{}").path("token").asText();
    return basic("any", pat);
  }

  /** What was issued of the old kind does not live on as something of the new one. */
  private void switched(WalkedKind other) {
    String pat = virtualPat();
    JsonNode refused = asked(409, "PATCH", PATH, body(other));
    assertThat(refused.path("field").asText()).isEqualTo("kind");
    assertThat(refused.path("nextStep").asText()).contains("DELETE /v1/leases/{id}");
    assertThat(team.vault().send("GET", UPSTREAM_PATH, pat, "").statusCode()).isEqualTo(200);

    asked(200, "GET", "/v1/leases?credential=walked", "")
        .path("leases")
        .forEach(this::endIfVirtualPat);
    Map<String, Object> withoutSecrets = body(other);
    withoutSecrets.remove("secrets");
    asked(other.secrets().apply(upstream).isEmpty() ? 200 : 400, "PATCH", PATH, withoutSecrets);
    JsonNode switched = asked(200, "PATCH", PATH, body(other));
    assertThat(switched.path("kind").asText()).isEqualTo(other.kind());
    assertThat(asked(200, "POST", PATH + "/test", "").path("ok").asBoolean()).isTrue();
    assertThat(team.vault().send("GET", UPSTREAM_PATH, pat, "").statusCode()).isEqualTo(401);
    brokered(other);
  }

  private void endIfVirtualPat(JsonNode lease) {
    if (lease.path("type").asText().equals("virtual-pat")) {
      asked(200, "DELETE", "/v1/leases/" + lease.path("lease_id").asText(), "");
    }
  }

  @Test
  void kindSwitch_byWhoMayNotChangePolicies_isRefused() {
    WalkedKind pat = WalkedKind.ALL.get(0);
    Map<String, Object> body = body(pat);
    body.put("name", "walked");
    asked(201, "POST", "/v1/credentials", body);
    team.caller("writer");
    team.policy("writes", "writer", "walked", List.of("credential.write"));
    assertThat(team.as("writer", "PATCH", PATH, body(pat.next())).statusCode()).isEqualTo(403);
    assertThat(team.as("writer", "PATCH", PATH, Map.of("description", "x")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void commands_walkTheKind(WalkedKind kind) throws Exception {
    Commands commands = new Commands(folder);
    commands.works(given(kind, "credential", "add", "walked", "--kind", kind.kind()));
    boolean proxied = kind.proxied(upstream);
    assertThat(commands.works("credential", "test", "walked"))
        .contains(proxied ? "acme" : "gives a token");
    assertThat(commands.run("token", "walked")).isEqualTo(kind.minted() ? 0 : 1);
    if (proxied) {
      assertThat(commands.works("virtual-pat", "walked")).startsWith("twp_");
    }

    if (!kind.secrets().apply(upstream).isEmpty()) {
      String[] rotate =
          withSecrets(kind, new ArrayList<>(List.of("credential", "rotate", "walked")));
      assertThat(meanwhile(() -> commands.works(rotate))).contains("uses the new secrets");
    }

    WalkedKind other = kind.next();
    String[] set = given(other, "credential", "set", "walked", "--kind", other.kind());
    if (proxied) {
      assertThat(commands.fails(1, set)).contains("virtual PATs of walked");
      commands.works("lease", "revoke", "--credential", "walked");
    }
    commands.works(given(other, "credential", "set", "walked", "--kind", other.kind()));
    assertThat(commands.json("credential", "show", "walked").path("kind").asText())
        .isEqualTo(other.kind());
    commands.works("credential", "remove", "walked");
    probe.see("what commands print", commands.printed());
    probe.assertClean();
  }

  /** Runs a command that waits for the vault, while time goes on for the vault. */
  private String meanwhile(Supplier<String> command) throws Exception {
    CompletableFuture<String> told = CompletableFuture.supplyAsync(command);
    while (true) {
      try {
        return told.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Only where nothing is under way: a probe has its own limit in the vault's time.
        String due = asked(200, "GET", PATH + "/rotate", "").path("again").asText();
        if (!due.isEmpty() && clock.instant().isBefore(Instant.parse(due))) {
          clock.advance(Duration.between(clock.instant(), Instant.parse(due)));
        }
      }
    }
  }

  private String[] given(WalkedKind kind, String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    kind.fields()
        .apply(upstream)
        .forEach((name, value) -> words.addAll(List.of("--field", name + "=" + value)));
    return withSecrets(kind, words);
  }

  private String[] withSecrets(WalkedKind kind, List<String> words) throws IOException {
    for (Map.Entry<String, String> each : secrets(kind).entrySet()) {
      Path file = Files.createTempFile(folder, "secret", "");
      Files.writeString(file, each.getValue());
      words.addAll(List.of("--secret", each.getKey() + "=@" + file));
    }
    return words.toArray(String[]::new);
  }
}
