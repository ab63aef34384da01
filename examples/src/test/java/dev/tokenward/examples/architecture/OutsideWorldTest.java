package dev.tokenward.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the product touches clock, chance, environment and network. Everything else is given. */
class OutsideWorldTest {

  private static final String WAY_OUT =
      "java\\.net\\.(Socket|DatagramSocket|URLConnection|HttpURLConnection|URL\\.open.*)"
          + "|java\\.net\\.http\\.HttpClient|java\\.nio\\.channels\\..*(Socket|Datagram)Channel"
          + "|javax\\.net\\.(SocketFactory|ssl\\.SSLSocketFactory)"
          + "|new org\\.eclipse\\.jetty\\.client\\.HttpClient"
          + "|java\\.lang\\.(ProcessBuilder|Runtime\\.exec)"
          + "|dev\\.tokenward\\.core\\.(TokenRuntime\\.http|HttpSender\\.over)";

  private static final String SLEEP =
      "java\\.lang\\.Thread\\.(sleep|yield|onSpinWait)|.*\\.TimeUnit\\.sleep";

  @Test
  void time_comesFromTheRuntime() {
    assertThat(
            users(
                "java\\.time\\..*\\.(now|system.*|tick.*)|new java\\.util\\.Date"
                    + "|java\\.lang\\.System\\.(nanoTime|currentTimeMillis)"))
        .isEqualTo(
            Map.of(
                "java.time.Clock.systemUTC", Set.of("core.SystemRuntime", "testkit.Emulator"),
                "java.lang.System.nanoTime", Set.of("core.SystemRuntime")));
  }

  @Test
  void chance_comesFromTheRuntimeOrTheSurroundings() {
    assertThat(
            users(
                "new java\\.(security\\.SecureRandom|util\\.Random)|java\\.lang\\.Math\\.random"
                    + "|java\\.security\\.SecureRandom\\.getInstance.*"
                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"))
        .isEqualTo(
            Map.of(
                "new java.security.SecureRandom",
                Set.of("core.SystemRuntime", "vault.config.Surroundings$1", "testkit.Emulator")));
  }

  @Test
  void environment_isReadByTheConfigurationAlone() {
    assertThat(
            users(
                "java\\.lang\\.System\\.(getenv|getProperty|getProperties)"
                    + "|java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)"))
        .isEqualTo(Map.of("java.lang.System.getenv", Set.of("vault.config.Surroundings$1")));
  }

  @Test
  void nothing_sleeps() {
    assertThat(users(SLEEP)).isEmpty();
    assertThat(Product.users(Product.wrong().stream(), SLEEP)).hasSize(1);
  }

  /**
   * Security rule S4: one guarded sender. Beside it a check of one's own health that leads to
   * loopback; the command that the operator names for the root keys; and on the command line, not
   * in the vault, the client of the operator's own vault and the one process that exec runs. The
   * local socket is a way in: its channel is asked who is there.
   */
  @Test
  void vault_hasOneWayOut() {
    assertThat(Product.users(Product.classes("vault"), WAY_OUT))
        .isEqualTo(
            Map.of(
                "java.lang.ProcessBuilder", Set.of("vault.store.CommandKeySource", "vault.Exec"),
                "java.net.http.HttpClient", Set.of("vault.Healthcheck"),
                "java.nio.channels.SocketChannel",
                    Set.of("vault.api.LocalSocket", "vault.api.LocalSocket$Peer"),
                "new org.eclipse.jetty.client.HttpClient",
                    Set.of("vault.upstream.GuardedClients", "vault.ApiClient")));
  }

  /** A kind sends through what it is given, so that the vault can give it the guarded sender. */
  @Test
  void kinds_sendThroughTheRuntimeAlone() {
    assertThat(Product.users(Product.classes("pat"), WAY_OUT)).isEmpty();
    assertThat(Product.users(Product.classes("appcred"), WAY_OUT))
        .isEqualTo(Map.of("core.TokenRuntime.http", Set.of("appcred.Exchange")));
  }

  @Test
  void guardedClients_areMadeForSenderAndProxyAlone() {
    assertThat(
            Product.users(
                Product.classes("vault"),
                "dev\\.tokenward\\.vault\\.upstream\\.GuardedClients\\.newClient"))
        .isEqualTo(
            Map.of(
                "vault.upstream.GuardedClients.newClient",
                Set.of("vault.upstream.GuardedHttpSender", "vault.proxy.InjectingProxy")));
  }

  /** Jetty's proxy would make a client of its own, without the guard. */
  @Test
  void proxies_bringTheirClient() {
    assertThat(
            Product.classes("vault")
                .filter(type -> type.isAssignableTo("org.eclipse.jetty.proxy.ProxyHandler")))
        .isNotEmpty()
        .allMatch(type -> type.tryGetMethod("newHttpClient").isPresent());
  }

  private static Map<String, Set<String>> users(String pattern) {
    return Product.users(Product.classes().stream(), pattern);
  }
}
