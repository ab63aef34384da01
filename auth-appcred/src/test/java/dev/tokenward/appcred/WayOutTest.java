package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.OidcIssuer;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind but the managed identity, which its host asks without TLS, goes out through the user's
 * own client: by its proxy, with its trust, or not at all.
 */
@ExtendWith(EmulatorExtension.class)
class WayOutTest {

  private static final String POD = "system:serviceaccount:builds:agent";

  @TempDir Path folder;
  private Emulator emulator;
  private EntraApp app;
  private Path certificate;
  private Path assertion;

  @BeforeEach
  void register(Emulator entra) throws Exception {
    emulator = entra;
    app = emulator.entra().app("contoso.example");
    certificate = Files.writeString(folder.resolve("app.pem"), emulator.entra().certificate(app));
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.example");
    app.trust(cluster, POD);
    assertion =
        Files.writeString(
            folder.resolve("token"),
            cluster.assertion(
                POD, "api://AzureADTokenExchange", emulator.now(), Duration.ofHours(1)));
  }

  @Test
  void token_throughAProxy_isTunnelled() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy()) {
      for (AppCredentials.Builder each : kinds().toList()) {
        try (CachingTokenSource source =
            each.runtime(
                    runtime(
                        client ->
                            client
                                .sslContext(emulator.sslContext())
                                .proxy(ProxySelector.of(proxy.address()))))
                .open()) {
          assertThat(source.token().authorization()).startsWith("Bearer ");
        }
      }
      String target = URI.create(emulator.url()).getAuthority();
      assertThat(proxy.targets()).hasSize(5).containsOnly(target);
    }
  }

  @Test
  void token_serverThatTheClientDoesNotTrust_saysSo() {
    for (AppCredentials.Builder each : kinds().toList()) {
      try (CachingTokenSource source = each.runtime(runtime(client -> client)).open()) {
        TokenException failure = Emulated.failure(source);

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure.nextStep()).contains("trusts the certificate of " + emulator.url());
      }
    }
    assertThat(emulator.requests()).isEmpty();
  }

  private Stream<AppCredentials.Builder> kinds() {
    String authority = emulator.authority("contoso.example");
    String url = authority + "/oauth2/v2.0/token";
    return Stream.of(
        AppCredentials.clientSecret(authority, app.clientId(), secret()),
        AppCredentials.clientCertificate(authority, app.clientId(), certificate),
        AppCredentials.federated(authority, app.clientId(), assertion),
        clientOf(url),
        clientOf(url).field("authentication", "client_secret_post"));
  }

  private AppCredentials.Builder clientOf(String url) {
    return AppCredentials.clientCredentials(url, app.clientId(), secret())
        .scope("https://app.vssps.visualstudio.com/.default");
  }

  private Secret secret() {
    return Secret.of(app.clientSecret());
  }

  private static TokenRuntime runtime(UnaryOperator<HttpClient.Builder> with) {
    return TokenRuntime.system()
        .withHttp(HttpSender.over(with.apply(HttpClient.newBuilder()).build()));
  }
}
