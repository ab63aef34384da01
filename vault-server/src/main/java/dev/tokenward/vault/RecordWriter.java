package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.vault.ApiClient.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes records one by one, and tells of each what became of it. Confined. */
final class RecordWriter {

  static final String SECRETS = "secrets";

  private static final JsonMapper JSON = new JsonMapper();

  /** What a record of the file may leave out without taking it from the vault. */
  private static final List<String> STAYING =
      List.of("description", "owner", "labels", "expires_at");

  private static final List<String> SAID =
      List.of(
          "kind",
          "fields",
          "description",
          "callers",
          "credentials",
          "permissions",
          "maxTtl",
          "allow");

  private final ApiClient api;
  private final boolean dryRun;
  private final Screen screen;
  private final List<JsonNode> results = new ArrayList<>();

  RecordWriter(ApiClient api, boolean dryRun, Screen screen) {
    this.api = api;
    this.dryRun = dryRun;
    this.screen = screen;
  }

  void write(String noun, String name, Body body) {
    try {
      String path = ApiClient.path(noun, name);
      Reply found = api.exchange("GET", path, null);
      JsonNode known = found.status() == 404 ? null : api.send("GET", path, null).body();
      Map<String, ?> whole = known == null ? body.members() : keeping(noun, body, known);
      String what = dryRun ? wouldBe(whole, known) : written(path, whole, known);
      results.add(JSON.valueToTree(Map.of("noun", noun, "name", name, "result", what)));
      screen.each("%-20s %s/%s".formatted(what, noun, name));
    } catch (CommandException e) {
      throw new CommandException(noun + "/" + name + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> keeping(String noun, Body body, JsonNode known) {
    if (!noun.equals("policies")) {
      STAYING.stream()
          .filter(each -> known.has(each) && !body.members().containsKey(each))
          .forEach(each -> body.with(each, JSON.convertValue(known.get(each), Object.class)));
    }
    return body.members();
  }

  private String written(String path, Map<String, ?> body, @Nullable JsonNode known) {
    Reply reply = api.send("PUT", path, body);
    boolean same = known != null && version(known).equals(version(reply.body()));
    if (reply.status() == 201) {
      return "created";
    }
    return same ? "unchanged" : "changed";
  }

  private static JsonNode version(JsonNode record) {
    return record.path("version");
  }

  private static String wouldBe(Map<String, ?> body, @Nullable JsonNode known) {
    if (known == null) {
      return "would be created";
    }
    JsonNode wanted = JSON.valueToTree(body);
    boolean same = SAID.stream().allMatch(each -> same(wanted.path(each), known.path(each)));
    // A secret is compared where it is kept, and only when it is written.
    String stays = body.containsKey(SECRETS) ? "unchanged but for its secrets" : "unchanged";
    return same ? stays : "would be changed";
  }

  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isObject() && other.isObject()) {
      Set<String> names = new HashSet<>();
      one.fieldNames().forEachRemaining(names::add);
      other.fieldNames().forEachRemaining(names::add);
      return names.stream().allMatch(each -> same(one.path(each), other.path(each)));
    }
    boolean many = one.isContainerNode() || other.isContainerNode();
    return many ? set(one).equals(set(other)) : one.asText().equals(other.asText());
  }

  private static Set<JsonNode> set(JsonNode list) {
    Set<JsonNode> members = new HashSet<>();
    list.forEach(members::add);
    return members;
  }

  void end() {
    screen.all("records", results);
  }
}
