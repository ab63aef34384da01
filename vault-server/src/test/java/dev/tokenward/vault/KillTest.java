package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.LiveRing;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vault in a process of its own, which the system kills again and again. */
@Tag("kill")
@Timeout(3_600)
class KillTest {

  private static final int KILLS = Integer.getInteger("tokenward.kills", 10);
  private static final int RECORDS = 100_000;

  private final Emulator emulator = Emulator.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore changes = new Semaphore(0);
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private URI url;

  @BeforeEach
  void begin() throws IOException {
    emulator.devOps().organization("acme", "contoso.example");
    try (TestVault made =
        TestVault.kept(
            emulator,
            folder,
            TokenRuntime.system(),
            config -> config + "audit: {file: audit.jsonl}\n")) {
      url = made.url();
    }
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    emulator.close();
  }

  @Test
  void serve_killedUnderLoad_keepsWhatWasAcknowledgedAndNothingElse() throws Exception {
    Random moments = new Random(7);
    List<Acknowledged> clients = IntStream.range(0, 4).mapToObj(this::client).toList();
    for (int i = 0; i < KILLS; i++) {
      try (ChildVault vault = serve()) {
        for (Acknowledged each : clients) {
          each.assertServed();
        }
        List<CompletableFuture<?>> working = clients.stream().map(this::working).toList();
        changes.acquire(20 + moments.nextInt(60));
        vault.kill();
        working.forEach(CompletableFuture::join);
      }
      changes.drainPermits();
      assertWhole();
      stopped().beside((store, ring) -> assertKept(store, clients));
    }
  }

  private Acknowledged client(int number) {
    return new Acknowledged(emulator, url, "c" + number, changes::release);
  }

  /** One that fails lets the test go on to find that. */
  private CompletableFuture<?> working(Acknowledged client) {
    return CompletableFuture.runAsync(client::work, threads)
        .whenComplete((nothing, failure) -> changes.release(1_000));
  }

  private ChildVault serve() throws IOException {
    return ChildVault.up(folder.resolve("tokenward.yaml"));
  }

  /** Every record opens, and the audit chain has no fault. */
  private void assertWhole() {
    Commands commands = new Commands(folder);
    assertThat(commands.run("doctor")).as(commands.printed()).isZero();
  }

  private static Store assertKept(Store store, List<Acknowledged> clients) {
    clients.forEach(each -> each.assertKept(store));
    return store;
  }

  private StoppedVault stopped() {
    return Commands.component(folder.resolve("tokenward.yaml")).stopped();
  }

  @Test
  void rekey_vaultKilledTwiceWhileServing_endsComplete() throws Exception {
    stopped().beside((store, ring) -> filled(store));
    Acknowledged client = client(0);
    for (int i = 1; i <= 2; i++) {
      try (ChildVault vault = serve()) {
        CompletableFuture<?> working = working(client);
        rekeyUntil(RECORDS / 4);
        vault.kill();
        working.join();
      }
      stopped().beside((store, ring) -> assertKept(store, List.of(client)));
    }
    try (ChildVault vault = serve()) {
      client.assertServed();
      Commands commands = new Commands(folder);
      assertThat(commands.works("rekey")).contains("under root key version 2");
      assertThat(commands.printed()).contains("rekey: ");
      vault.kill();
    }
    assertWhole();
    stopped().beside(KillTest::assertRekeyed);
  }

  private static Store filled(Store store) {
    return store.change(
        change -> {
          IntStream.range(0, RECORDS).forEach(i -> add(change, "n" + i));
          return store;
        });
  }

  private static void add(Store.Change change, String name) {
    change.add(
        CredentialRecord.NOUN,
        name,
        name,
        new CredentialRecord(
            "azure-devops-pat", null, null, Map.of(), Map.of(), List.of(), null, 1),
        Map.of("token", Secret.of("a-token")));
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(url.resolve(path))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", basic("admin"))
            .build(),
        BodyHandlers.ofString());
  }

  private void rekeyUntil(long resealed) throws Exception {
    JsonNode state = json(202, send("POST", "/v1/rekey"));
    while (state.path("resealed").asLong() < resealed) {
      assertThat(state.path("running").asBoolean()).as(state.toString()).isTrue();
      state = json(200, send("GET", "/v1/rekey"));
    }
  }

  private static Store assertRekeyed(SqliteStore store, LiveRing ring) {
    assertThat(ring.get().newest()).isEqualTo(2);
    assertThat(store.openEvery().damaged()).isEmpty();
    assertThat(store.openEvery().underOlderKeys()).isZero();
    return store;
  }
}
