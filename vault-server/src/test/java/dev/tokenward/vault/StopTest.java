package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.vault.api.Inside;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that is told to stop while it answers. */
class StopTest {

  private static final String PAT =
      """
      {"kind": "azure-devops-pat", "fields": {"organization": "%s/acme"},
       "secrets": {"token": "not-one-of-theirs"}}
      """;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Emulator emulator = Emulator.start();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    emulator.close();
    threads.shutdownNow();
  }

  @Test
  void close_requestThatDoesNotEnd_cutsItAndClosesTheStoreToo() throws InterruptedException {
    emulator.fail(Fault.hang());
    TestVault vault = kept();
    send(vault, "PUT", "/v1/credentials/ado", PAT.formatted(emulator.url()));
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () -> send(vault, "POST", "/v1/credentials/ado/test", ""), threads);
    emulator.awaitRequests("GET", "/acme/_apis/connectionData", 1);
    Inside.cutOffAfter(Duration.ofMillis(1), vault.component().server());
    vault.close();
    assertThatException().isThrownBy(answer::join);
    kept().close();
  }

  private TestVault kept() {
    return TestVault.kept(emulator, folder, TokenRuntime.system());
  }

  private static HttpResponse<String> send(
      TestVault vault, String method, String path, String body) {
    return vault.send(method, path, basic("admin"), body);
  }
}
