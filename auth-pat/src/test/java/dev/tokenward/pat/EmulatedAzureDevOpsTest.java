package dev.tokenward.pat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header goes over TLS to an Azure DevOps that does what it is told. */
@ExtendWith(EmulatorExtension.class)
class EmulatedAzureDevOpsTest {

  private Emulator emulator;
  private HttpSender tls;
  private String pat;

  @BeforeEach
  void issue(Emulator devOps) {
    emulator = devOps;
    emulator.devOps().organization("acme", "contoso.com");
    pat = emulator.devOps().issuePat("acme", "vso.profile");
    tls = HttpSender.over(HttpClient.newBuilder().sslContext(emulator.sslContext()).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nexla", "anna@contoso.com"})
  void token_anyUserName_isTaken(String username) throws Exception {
    assertThat(connect(username).status()).isEqualTo(200);
  }

  @Test
  void token_revoked_isNotTakenAnyMore() throws Exception {
    emulator.devOps().revokePat(pat);

    assertThat(connect("").status()).isIn(203, 401);
  }

  @Test
  void token_opened_sendsNothingItself() throws Exception {
    connect("");

    assertThat(emulator.requests()).hasSize(1);
  }

  private HttpSender.Response connect(String username) throws IOException {
    String organization = emulator.organizationUrl("acme");
    try (var source =
        PersonalAccessTokens.of(organization, Secret.of(pat))
            .username(username)
            .runtime(TokenRuntime.system().withHttp(tls))
            .open()) {
      return tls.send(
          HttpSender.Request.get(
              URI.create(organization + "/_apis/connectionData?api-version=7.1-preview"),
              Map.of("Authorization", source.token().authorization()),
              Duration.ofSeconds(10)));
    }
  }
}
