package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.ChildJvm;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Fault;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing falls back to a host that the user did not name: in a process whose resolver knows
 * loopback alone, and which remembers every name that it was ever asked for.
 */
@ExtendWith(EmulatorExtension.class)
class NamesTest {

  private static final String ELSEWHERE = "https://elsewhere.emulator.test/token";

  @Test
  void grants_ofEveryKind_lookUpTheNamesTheUserGaveAndNoOther(
      Emulator emulator, @TempDir Path folder) throws Exception {
    EntraApp app = emulator.entra().app("contoso.example");
    emulator.entra().app("fabrikam.example", app.clientId(), app.clientSecret());
    emulator.identities().systemAssigned("contoso.example");
    emulator.fail(Fault.redirect(ELSEWHERE).on("/redirected.example/"));
    emulator.fail(Fault.signInPage().on("/page.example/"));
    Files.writeString(folder.resolve("app.pem"), emulator.entra().certificate(app));
    Files.writeString(folder.resolve("assertion"), assertion(emulator, app));
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"),
            "127.0.0.1 localhost login.emulator.test tokens.emulator.test host.emulator.test\n");
    String host = emulator.hostUrl().replace("127.0.0.1", "host.emulator.test");

    List<String> output =
        new ChildJvm(folder)
            .trusting(emulator)
            .environment(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", host))
            .option("-Djdk.net.hosts.file=" + hosts)
            .option("-Dsun.net.inetaddr.ttl=-1")
            .option("-Dsun.net.inetaddr.negative.ttl=-1")
            .option("--add-opens=java.base/java.net=ALL-UNNAMED")
            .run(
                NamesProgram.class,
                app.clientSecret() + "\n" + emulator.entra().userToken(app, "ada") + "\n",
                String.valueOf(URI.create(emulator.url()).getPort()),
                app.clientId(),
                folder.toString());

    assertThat(output)
        .containsExactly(
            "secret token",
            "user token",
            "challenge token",
            "tenant token",
            "unknown CONFIGURATION",
            "wrong REJECTED",
            "redirected UNREACHABLE",
            "page UNREACHABLE",
            // The emulator takes no assertion that is meant for another name than its own.
            "certificate CONFIGURATION",
            "federated token",
            "header token",
            "form token",
            "elsewhere UNREACHABLE",
            "key REJECTED",
            "host token",
            "host's challenge token",
            "names host.emulator.test login.emulator.test tokens.emulator.test",
            // What was looked up in vain would have been seen too.
            "names host.emulator.test login.emulator.test planted.emulator.test"
                + " tokens.emulator.test");
  }

  private static String assertion(Emulator emulator, EntraApp app) {
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.emulator.test");
    app.trust(cluster, "builds");
    return cluster.assertion(
        "builds", "api://AzureADTokenExchange", emulator.now(), Duration.ofHours(1));
  }
}
