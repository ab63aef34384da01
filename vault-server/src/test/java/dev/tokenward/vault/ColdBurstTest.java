package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.http.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class ColdBurstTest {

  private static final String ENDPOINT = "/contoso.example/oauth2/v2.0/token";

  @Test
  void burst_onAColdVault_causesOneRequestUpstream(Emulator emulator, @TempDir Path folder)
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService connections = Executors.newFixedThreadPool(50);
    try (TestVault vault = TestVault.start(emulator, folder)) {
      emulator.fail(Fault.delay(release).on(ENDPOINT));
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(connections.submit(() -> ask(vault)));
      }
      emulator.awaitRequests("POST", ENDPOINT, 1);
      release.countDown();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(emulator.requests("POST", ENDPOINT)).isEqualTo(1);
    } finally {
      connections.shutdownNow();
    }
  }

  private static int ask(TestVault vault) {
    return vault.send("POST", "/v1/credentials/entra/token", basic("ci"), "").statusCode();
  }
}
