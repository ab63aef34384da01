package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.pipelines.Job;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class EveryKindTest {

  private Acme acme;

  @BeforeEach
  void found(Emulator emulator) {
    acme = Acme.in(emulator);
  }

  @Test
  void personalAccessToken_isTaken(@TempDir Path folder) throws Exception {
    String pat = acme.emulator().devOps().issuePat("acme", "vso.project");
    Path file = Files.writeString(folder.resolve("pat"), pat + "\n");
    try (CachingTokenSource source = EveryKind.personalAccessToken(file).open()) {
      assertThat(status(source)).isEqualTo(200);
    }
  }

  @Test
  void clientSecret_isTaken(@TempDir Path folder) throws Exception {
    try (CachingTokenSource source = acme.open(folder)) {
      assertThat(status(source)).isEqualTo(200);
    }
  }

  @Test
  void privateKeyJwt_isSentWhereNobodyKnowsTheKey(@TempDir Path folder) throws Exception {
    acme.emulator().entra().app("contoso.example", "orders-job", "secret-of-the-job");
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    Path key = folder.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> ask(EveryKind.privateKeyJwt(tokenUrl(), key)))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.REJECTED));
    assertThat(acme.grants()).isOne();
  }

  @Test
  void clientCredentials_areTaken(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "secret-of-the-job");
    acme.emulator().entra().app("contoso.example", "orders-job", "secret-of-the-job");
    String scope = "https://app.vssps.visualstudio.com/.default";
    assertThat(ask(EveryKind.clientCredentials(tokenUrl(), secret).scope(scope))).startsWith("ey");
  }

  @Test
  void vault_isAskedAtItsTokenEndpoint(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "secret-of-the-caller");
    URI vault = URI.create(acme.emulator().url());
    assertThatThrownBy(() -> ask(EveryKind.vault(vault, secret)))
        .isInstanceOf(TokenException.class);
    assertThat(acme.emulator().requests("POST", "/oauth2/token")).isOne();
  }

  @Test
  void managedIdentity_isOpened() {
    EveryKind.managedIdentity().open().close();
  }

  private URI tokenUrl() {
    return URI.create(acme.authority() + "/oauth2/v2.0/token");
  }

  private String ask(AppCredentials.Builder builder) {
    try (CachingTokenSource source = builder.runtime(acme.runtime()).open()) {
      return ((MintedToken) source.token()).value();
    }
  }

  @Test
  void clientCertificate_isTaken(@TempDir Path folder) throws Exception {
    String pem = acme.emulator().entra().certificate(acme.app());
    Path file = Files.writeString(folder.resolve("app.pem"), pem);
    isTaken(EveryKind.clientCertificate(acme.authority(), acme.app().clientId(), file));
  }

  @Test
  void federated_isTaken(@TempDir Path folder) throws Exception {
    String assertion = clusterSays();
    Path file = Files.writeString(folder.resolve("token"), assertion);
    isTaken(EveryKind.federated(acme.authority(), acme.app().clientId(), file));
    isTaken(EveryKind.federated(acme.authority(), acme.app().clientId(), () -> assertion));
    isTaken(
        EveryKind.workloadIdentity(
            Map.of(
                "AZURE_TENANT_ID", acme.app().tenant().id(),
                "AZURE_CLIENT_ID", acme.app().clientId(),
                "AZURE_FEDERATED_TOKEN_FILE", file.toString(),
                "AZURE_AUTHORITY_HOST", acme.emulator().url() + "/")));
  }

  private String clusterSays() {
    OidcIssuer cluster = acme.emulator().entra().issuer("https://cluster.example");
    acme.app().trust(cluster, "system:serviceaccount:builds:agent");
    return cluster.assertion(
        "system:serviceaccount:builds:agent",
        "api://AzureADTokenExchange",
        acme.emulator().now(),
        Duration.ofHours(1));
  }

  @Test
  void githubActions_isTaken() throws Exception {
    Job job = acme.emulator().pipelines().gitHub("repo:acme/site:ref:refs/heads/main");
    acme.app().trust(job.issuer(), job.subject());
    isTaken(EveryKind.githubActions(acme.authority(), acme.app().clientId(), job.environment()));
  }

  @Test
  void azurePipelines_isTaken() throws Exception {
    String connection = "11111111-2222-3333-4444-555555555555";
    Job job = acme.emulator().pipelines().azure("acme", connection);
    acme.app().trust(job.issuer(), job.subject());
    isTaken(EveryKind.azurePipelines(acme.authority(), acme.app().clientId(), job.environment()));
  }

  private void isTaken(AppCredentials.Builder builder) throws Exception {
    try (CachingTokenSource source = builder.runtime(acme.runtime()).open()) {
      assertThat(status(source)).isEqualTo(200);
    }
  }

  private int status(CachingTokenSource source) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(acme.projects())
            .header("Authorization", source.token().authorization())
            .build();
    return acme.client().send(request, BodyHandlers.discarding()).statusCode();
  }
}
