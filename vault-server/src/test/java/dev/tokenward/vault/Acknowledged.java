package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.Secret;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Changes a vault until that is gone, and knows what was acknowledged. A PAT that was replaced is
 * revoked upstream at once, so that a vault that sends it is found out. Confined.
 */
final class Acknowledged {

  private static final String NONE = "";

  private enum Fate {
    GOOD,
    ENDED,
    EITHER
  }

  /** What proves who asks, where that is tried, and by which request it ends. */
  private record Proof(String authorization, String tried, String ended) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Emulator emulator;
  private final URI url;
  private final String name;
  private final Runnable told;

  /** Of each credential the secrets that it may have: two while a change is under way. */
  private final Map<String, Set<String>> secrets = new HashMap<>();

  private int rounds;
  private final Map<Proof, Fate> proofs = new LinkedHashMap<>();

  /**
   * Works on credentials and callers whose names begin with {@code name}.
   *
   * @param told after each acknowledged change
   */
  Acknowledged(Emulator emulator, URI url, String name, Runnable told) {
    this.emulator = emulator;
    this.url = url;
    this.name = name;
    this.told = told;
  }

  /** Makes, uses, replaces and ends, until the vault answers no more. */
  void work() {
    try {
      while (true) {
        round(rounds++);
      }
    } catch (IOException e) {
      // The vault was killed: what was under way may be there or not.
    }
  }

  private void round(int i) throws IOException {
    String credential = name + "-" + i % 3;
    put(credential);
    assertThat(get(proxied(credential), basic("admin"))).isEqualTo(200);
    Proof pat = virtualPat(credential);
    Proof secret = callerSecret(name + "-" + i);
    if (i % 3 > 0) {
      end(pat);
    }
    if (i % 3 < 2) {
      end(secret);
    }
    if (i % 5 == 4) {
      remove(credential);
    }
  }

  private static String proxied(String credential) {
    return "/proxy/" + credential + "/acme/_apis/projects";
  }

  private void put(String credential) throws IOException {
    String pat = emulator.devOps().issuePat("acme", "vso.code");
    begin(credential, pat);
    String body =
        "{\"kind\":\"azure-devops-pat\",\"fields\":{\"organization\":\"%s\"},"
            + "\"secrets\":{\"token\":\"%s\"}}";
    send(
        "PUT",
        "/v1/credentials/" + credential,
        body.formatted(emulator.organizationUrl("acme"), pat));
    settle(credential, pat);
  }

  private void remove(String credential) throws IOException {
    begin(credential, NONE);
    String tried = proxied(credential);
    proofs.replaceAll(
        (proof, fate) -> proof.tried().equals(tried) && fate == Fate.GOOD ? Fate.EITHER : fate);
    send("DELETE", "/v1/credentials/" + credential, "");
    settle(credential, NONE);
    proofs.replaceAll((proof, fate) -> proof.tried().equals(tried) ? Fate.ENDED : fate);
  }

  private void begin(String credential, String secret) {
    Set<String> before = secrets.getOrDefault(credential, Set.of(NONE));
    secrets.put(credential, Set.of(before.iterator().next(), secret));
  }

  /** From here on, what it had before is good nowhere. */
  private void settle(String credential, String secret) {
    Objects.requireNonNull(secrets.put(credential, Set.of(secret))).stream()
        .filter(each -> !each.equals(secret) && !each.equals(NONE))
        .forEach(emulator.devOps()::revokePat);
  }

  private Proof virtualPat(String credential) throws IOException {
    JsonNode made = send("POST", "/v1/credentials/" + credential + "/virtual-pats", "{}");
    return good(
        basic("", made.path("token").asText()),
        proxied(credential),
        "/v1/leases/" + made.path("lease_id").asText());
  }

  private Proof callerSecret(String caller) throws IOException {
    String path = "/v1/callers/" + caller;
    send("PUT", path, "{}");
    JsonNode made = send("POST", path + "/secrets", "");
    return good(basic(caller, made.path("client_secret").asText()), "/v1/kinds", path);
  }

  private Proof good(String authorization, String tried, String ended) {
    Proof proof = new Proof(authorization, tried, ended);
    proofs.put(proof, Fate.GOOD);
    return proof;
  }

  private void end(Proof proof) throws IOException {
    proofs.put(proof, Fate.EITHER);
    send("DELETE", proof.ended(), "");
    proofs.put(proof, Fate.ENDED);
  }

  /** Looks into the store of the vault, which does not run. */
  void assertKept(Store store) {
    secrets.keySet().forEach(each -> assertKept(store, each));
  }

  private void assertKept(Store store, String credential) {
    String found =
        store.find(CredentialRecord.NOUN, credential).map(row -> secret(store, row)).orElse(NONE);
    assertThat(secrets.get(credential)).as(credential).contains(found);
    settle(credential, found);
  }

  private static String secret(Store store, Row<CredentialRecord> row) {
    Map<String, Secret> kept = store.secrets(CredentialRecord.NOUN, row).orElseThrow();
    assertThat(kept).containsOnlyKeys("token");
    return kept.values().iterator().next().reveal();
  }

  /** Asks the vault, which runs again, for everything; what ended is not asked for once more. */
  void assertServed() throws IOException {
    for (Map.Entry<String, Set<String>> each : secrets.entrySet()) {
      boolean removed = each.getValue().contains(NONE);
      assertThat(get(proxied(each.getKey()), basic("admin"))).isEqualTo(removed ? 404 : 200);
    }
    for (Map.Entry<Proof, Fate> each : proofs.entrySet()) {
      boolean good = get(each.getKey().tried(), each.getKey().authorization()) == 200;
      assertThat(good ? Fate.GOOD : Fate.ENDED)
          .as(each.getKey().ended())
          .matches(fate -> each.getValue() == Fate.EITHER || fate == each.getValue());
      each.setValue(good ? Fate.GOOD : Fate.ENDED);
    }
    proofs.values().removeIf(fate -> fate == Fate.ENDED);
  }

  private int get(String path, String authorization) throws IOException {
    return answer("GET", path, authorization, "").statusCode();
  }

  private JsonNode send(String method, String path, String body) throws IOException {
    HttpResponse<String> answer = answer(method, path, basic("admin"), body);
    assertThat(answer.statusCode()).as(method + path + answer.body()).isBetween(200, 201);
    told.run();
    return json(answer.body());
  }

  private HttpResponse<String> answer(String method, String path, String authorization, String body)
      throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(url.resolve(path))
              .method(method, BodyPublishers.ofString(body))
              .header("Content-Type", "application/json")
              .header("Authorization", authorization)
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
