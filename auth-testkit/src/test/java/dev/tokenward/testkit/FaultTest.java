package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
class FaultTest {

  private static final String PATH = "/acme/_apis/connectionData";

  private final Emulator emulator;
  private final Client client;

  FaultTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void organization() {
    emulator.devOps().organization("acme", "contoso");
  }

  private HttpResponse<String> get() throws Exception {
    return client.get(PATH, "X-Probe", "seen");
  }

  @Test
  void status_twice_isOverWithTheThirdRequest() throws Exception {
    emulator.fail(Fault.status(503).header("Retry-After", "2").body("busy").times(2).on(PATH));
    HttpResponse<String> first = get();

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.body()).isEqualTo("busy");
    assertThat(first.headers().firstValue("Retry-After")).contains("2");
    assertThat(get().statusCode()).isEqualTo(503);
    assertThat(get().statusCode()).isEqualTo(200);
  }

  @Test
  void fault_onAnotherRoute_doesNotHit() throws Exception {
    emulator.fail(Fault.status(500).on("/acme/_apis/projects"));
    assertThat(get().statusCode()).isEqualTo(200);
  }

  @Test
  void rateLimited_saysWhenByTheEmulatorsClock() throws Exception {
    emulator.clock(() -> Instant.ofEpochSecond(2_000_000_000));
    emulator.fail(Fault.rateLimited(Duration.ofSeconds(30)));
    HttpResponse<String> response = get();

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("30");
    assertThat(response.headers().firstValue("X-RateLimit-Reset")).contains("2000000030");
    assertThat(response.headers().firstValue("Date")).contains("Wed, 18 May 2033 03:33:20 GMT");
  }

  @Test
  void redirect_namesTheCanary() throws Exception {
    emulator.fail(Fault.redirect("https://127.0.0.1:1/canary"));
    assertThat(get().headers().firstValue("Location")).contains("https://127.0.0.1:1/canary");
  }

  @Test
  void drop_breaksTheConnection() {
    emulator.fail(Fault.drop());
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void truncated_breaksTheBody() {
    emulator.fail(Fault.truncated());
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void flood_sendsAsMuchAsAsked() throws Exception {
    emulator.fail(Fault.flood(1_000_000));
    assertThat(get().body()).hasSize(1_000_000);
  }

  @Test
  void hang_lastsUntilReset() throws Exception {
    emulator.fail(Fault.hang());
    CompletableFuture<Object> answer = inBackground();
    emulator.awaitRequests("POST", PATH, 1);
    assertThat(answer).isNotDone();
    emulator.reset();
    assertThat(answer.join()).isInstanceOf(IOException.class);
  }

  @Test
  void delay_lastsUntilReleased() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    emulator.fail(Fault.delay(release));
    CompletableFuture<Object> answer = inBackground();
    emulator.awaitRequests("POST", PATH, 1);
    assertThat(answer).isNotDone();
    release.countDown();
    assertThat(answer.join()).isEqualTo(200);
  }

  // POST, because the JDK's client sends a GET again when its connection breaks.
  private CompletableFuture<Object> inBackground() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.send("POST", PATH, "").statusCode();
          } catch (Exception e) {
            return e;
          }
        });
  }

  @Test
  void requests_areCountedAndRemembered() throws Exception {
    get();
    get();
    client.get("/acme/_apis/projects?x=1");
    assertThat(emulator.requests("GET", PATH)).isEqualTo(2);
    assertThat(emulator.requests("POST", PATH)).isZero();
    assertThat(emulator.requests().get(0).header("x-probe")).contains("seen");
    assertThat(emulator.requests().get(2).query()).isEqualTo("x=1");
    assertThat(emulator.requests().get(2)).hasToString("GET /acme/_apis/projects");
  }

  @Test
  void header_onFaultWithoutAnswer_isRefusedAtOnce() {
    assertThatThrownBy(() -> Fault.drop().header("a", "b"))
        .isInstanceOf(IllegalStateException.class);
  }
}
