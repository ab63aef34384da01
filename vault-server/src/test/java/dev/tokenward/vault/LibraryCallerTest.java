package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A Java program as a caller of the vault, by the library's preset. */
class LibraryCallerTest extends OneVault {

  private static final String ODD_SECRET = "odd:secret+of&a=caller/%41~0123";

  @Override
  protected TestVault vault(Path folder) throws IOException {
    Files.writeString(folder.resolve("odd"), ODD_SECRET);
    return TestVault.start(
        emulator,
        folder,
        TokenRuntime.system(),
        config ->
            config
                .replace("callers:\n", "callers:\n  odd: {secret: file:odd}\n")
                .replace("callers: [ci]", "callers: [ci, odd]"));
  }

  @Test
  void token_ofAnAppInTheVault_opensAzureDevOpsWithoutItsSecret() throws Exception {
    try (CachingTokenSource devOps = open("ci", "secret-of-the-caller-ci", "entra")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(emulator.organizationUrl("acme") + "/_apis/projects"))
              .header("Authorization", devOps.token().authorization())
              .build();
      HttpClient client = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();

      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(devOps.token()).isSameAs(devOps.token());
    }
  }

  @Test
  void token_secretWithEverySignThatAFormEncodes_isTaken() {
    try (CachingTokenSource devOps = open("odd", ODD_SECRET, "entra")) {
      assertThat(((MintedToken) devOps.token()).value()).startsWith("ey");
    }
  }

  @Test
  void token_wrongSecret_isRejected() {
    TokenException failure = refused("ci", "wrong", "entra");

    assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
    assertThat(failure.nextStep()).contains("clientSecret");
  }

  @Test
  void token_credentialThatTheCallerMayNotHave_saysWhereThatIsFixed() {
    for (String credential : new String[] {"ado", "none"}) {
      TokenException failure = refused("ci", "secret-of-the-caller-ci", credential);

      assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure.nextStep()).contains("audience");
    }
  }

  private TokenException refused(String caller, String secret, String credential) {
    try (CachingTokenSource source = open(caller, secret, credential)) {
      return catchThrowableOfType(TokenException.class, source::token);
    }
  }

  private CachingTokenSource open(String caller, String secret, String credential) {
    return AppCredentials.vault(vault.url() + "/", caller, Secret.of(secret), credential).open();
  }
}
