package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.Team;
import dev.tokenward.vault.TestVault;
import dev.tokenward.vault.access.Permission;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S6: whoever holds one permission alone sends every route of the document whatever could give it,
 * or an accomplice, another one. What all of them can do is asked by doing it, before and after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingGainedTest {

  private static final String MALLORY = "mallory";
  private static final List<String> CREDENTIALS = List.of("mine", "other", "app");
  private static final List<String> NAMES =
      List.of("mine", "other", "app", MALLORY, "friend", "strong", "admin", "fresh");

  private final Emulator emulator = Emulator.start();
  private final Map<String, String> proofs = new LinkedHashMap<>();
  private List<DescribedOperation> operations;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private Team team;

  @BeforeAll
  void readTheDocument(@TempDir Path folder) {
    try (Team any = Team.of(emulator, folder)) {
      operations =
          DescribedOperation.of(json(200, any.vault().send(any.vault().request("/openapi.json"))));
    }
  }

  @AfterAll
  void stop() {
    emulator.close();
  }

  private static Stream<Arguments> holdings() {
    return Stream.of(Permission.values())
        .flatMap(
            permission ->
                Stream.of("mine", "*")
                    .map(credential -> Arguments.of(permission.text(), credential)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("holdings")
  void onePermission_usedOnEveryRoute_givesNoOther(
      String permission, String credential, @TempDir Path folder) {
    begin(folder);
    try {
      team.policy(MALLORY, MALLORY, credential, List.of(permission));
      Set<String> before = powers();
      tryEverything(false);
      assertThat(before).containsAll(powers());
      tryEverything(true);
      tryEverything(false);
      assertThat(before).containsAll(powers());
    } finally {
      team.close();
    }
  }

  @Test
  void powers_ofWhomAnAdministratorHelps_areSeen(@TempDir Path folder) {
    begin(folder);
    try {
      team.policy(MALLORY, MALLORY, "mine", List.of("proxy"));
      Set<String> before = powers();
      team.policy("more", "friend", "*", Permission.texts());
      assertThat(powers()).hasSizeGreaterThan(before.size() + 10);
    } finally {
      team.close();
    }
  }

  private void begin(Path folder) {
    proofs.clear();
    team = Team.of(emulator, folder);
    team.pat("mine");
    team.pat("other");
    team.app("app", "secret-of-the-app-in-entra");
    for (String name : List.of(MALLORY, "friend", "strong")) {
      team.caller(name);
    }
    proofs.put(MALLORY, team.authorization(MALLORY));
    proofs.put("friend", team.authorization("friend"));
    team.policy("strong", "strong", "*", Permission.texts());
  }

  /** Everything that mallory and whomever she can act as can do. */
  private Set<String> powers() {
    Set<String> found = new TreeSet<>();
    for (String proof : proofs.values()) {
      for (String name : CREDENTIALS) {
        can(found, proof, "know " + name, "GET", "/v1/credentials/" + name, "");
        can(found, proof, "token " + name, "POST", "/v1/credentials/" + name + "/token", "");
        can(found, proof, "pat " + name, "POST", "/v1/credentials/" + name + "/virtual-pats", "");
        can(found, proof, "test " + name, "POST", "/v1/credentials/" + name + "/test", "");
        can(found, proof, "change " + name, "PATCH", "/v1/credentials/" + name, "{}");
        can(found, proof, "proxy " + name, "GET", "/proxy/" + name + "/acme/_apis/projects", "");
      }
      can(found, proof, "make", "PUT", "/v1/credentials/made-by-powers", "{\"kind\":\"none\"}");
      can(found, proof, "callers", "GET", "/v1/callers", "");
      can(found, proof, "policies", "GET", "/v1/policies", "");
      can(found, proof, "audit", "GET", "/v1/audit?limit=1", "");
      can(found, proof, "unfreeze", "POST", "/v1/callers/friend/unfreeze", "");
    }
    return found;
  }

  private void can(
      Set<String> found, String proof, String what, String method, String path, String body) {
    int status = team.vault().send(method, path, proof, body).statusCode();
    // 400 and 5xx come after the decision.
    if (status < 300 || status == 400 || status >= 500) {
      found.add(what);
    }
  }

  private void tryEverything(boolean ending) {
    for (DescribedOperation operation : operations) {
      if (ending == ends(operation) && !operation.method().equals("GET")) {
        targets(operation)
            .forEach(target -> bodies(operation).forEach(b -> send(operation, target, b)));
      }
    }
  }

  /** Removing and freezing comes last: it takes from mallory what she would go on with. */
  private static boolean ends(DescribedOperation operation) {
    return operation.method().equals("DELETE") || operation.path().endsWith("/freeze");
  }

  private static Stream<String> targets(DescribedOperation operation) {
    return operation.path().contains("{name}")
        ? NAMES.stream()
            // Without herself and her policy she could try no more.
            .filter(name -> !(ends(operation) && name.equals(MALLORY)))
            .map(name -> operation.target("name", name))
        : Stream.of(operation.target());
  }

  private void send(DescribedOperation operation, String target, String body) {
    for (String who : List.copyOf(proofs.keySet())) {
      if (who.equals("friend")) {
        continue;
      }
      HttpResponse<String> answer =
          team.vault()
              .send(operation.method(), target, Objects.requireNonNull(proofs.get(who)), body);
      assertThat(answer.statusCode()).as(operation + " " + target + body).isLessThan(500);
      takeSecret(answer);
    }
  }

  /** Whatever secret of another caller comes, mallory is that caller too. */
  private void takeSecret(HttpResponse<String> answer) {
    if (answer.statusCode() == 201) {
      JsonNode made = json(answer.body());
      if (made.has("client_secret")) {
        String name = made.path("client_id").asText();
        proofs.put(name, TestVault.basic(name, made.path("client_secret").asText()));
      }
    }
  }

  /** Bodies that would widen: each value that a field of that name can be given to some avail. */
  private List<String> bodies(DescribedOperation operation) {
    if (operation.body().isMissingNode()) {
      return List.of("");
    }
    List<ObjectNode> bodies = new ArrayList<>();
    bodies.add(
        ((ObjectNode) Samples.right(operation.body())).remove(List.of("allow", "maxTtl", "ttl")));
    for (String field : List.copyOf(names(operation.body()))) {
      List<JsonNode> values = values(field);
      if (!values.isEmpty()) {
        bodies =
            bodies.stream()
                .flatMap(body -> values.stream().map(value -> with(body, field, value)))
                .toList();
      }
    }
    return bodies.stream().map(JsonNode::toString).toList();
  }

  private static ObjectNode with(ObjectNode body, String field, JsonNode value) {
    ObjectNode copy = body.deepCopy();
    return value.isNull() ? copy.without(field) : copy.set(field, value);
  }

  private static List<String> names(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private List<JsonNode> values(String field) {
    String organization = emulator.organizationUrl("acme");
    return Stream.of(
            switch (field) {
              case "name" -> "null,\"other\",\"strong\",\"fresh\"";
              case "callers" -> "[\"mallory\",\"friend\"]";
              case "credentials" -> "[\"*\"],[\"mine\"]";
              case "permissions" -> permissions();
              case "kind" -> "null,\"azure-devops-pat\"";
              case "fields" -> "{\"organization\":\"" + organization + "\"}";
              case "secrets" -> "null,{\"token\":\"a-token-of-mallory\"}";
              default -> "";
            })
        .flatMap(text -> json("[" + text + "]").valueStream())
        .toList();
  }

  private static String permissions() {
    StringBuilder each = new StringBuilder();
    StringBuilder all = new StringBuilder();
    for (String text : Permission.texts()) {
      each.append("[\"").append(text).append("\"],");
      all.append(all.isEmpty() ? "\"" : ",\"").append(text).append('"');
    }
    return each + "[" + all + "]";
  }
}
