package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tokenward.core.ChildJvm;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.ManagedIdentity;
import dev.tokenward.testkit.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Managed identity in a process of its own: MSAL4J reads the real environment, and it alone. */
@ExtendWith(EmulatorExtension.class)
class HostTest {

  private static final String DEVOPS = "https://app.vssps.visualstudio.com/.default";
  private static final String APP_SERVICE = "/msi/token";
  private static final String METADATA_SERVICE = "/metadata/identity/oauth2/token";

  @TempDir Path folder;

  private Emulator emulator;
  private ManagedIdentity own;
  private ManagedIdentity assigned;

  @BeforeEach
  void host(Emulator azure) {
    emulator = azure;
    own = emulator.identities().systemAssigned("contoso.example");
    assigned = emulator.identities().userAssigned("contoso.example");
  }

  @Test
  void token_onAppService_isTheHostsOwn() throws Exception {
    List<String> tokens = run(appService(), "system");

    assertIsOf(own, tokens);
    assertThat(emulator.requests("GET", APP_SERVICE)).as("the second one was held").isEqualTo(2);
    assertThat(emulator.requests("GET", METADATA_SERVICE)).isZero();
  }

  @Test
  void token_onAVirtualMachine_isTheHostsOwn() throws Exception {
    assertIsOf(own, run(virtualMachine(), "system"));
    assertThat(emulator.requests("GET", METADATA_SERVICE)).isEqualTo(2);
    assertThat(emulator.requests().get(0).path()).as("as MSAL4J writes it").startsWith("//");
  }

  @Test
  void token_byClientIdOrResourceId_isTheUserAssignedOnesEverywhere() throws Exception {
    for (Map<String, String> host : List.of(appService(), virtualMachine())) {
      assertIsOf(assigned, run(host, assigned.app().clientId()));
      assertIsOf(assigned, run(host, assigned.resourceId()));
    }
  }

  /** A host gives the same token again while it lives, unless it is told that it was revoked. */
  @Test
  void token_refusedByAClaimsChallenge_isAnotherOneFromAppService() throws Exception {
    List<String> tokens = run(appService(), "system");

    assertThat(tokens.get(1)).isEqualTo(tokens.get(0));
    assertThat(tokens.get(2)).isNotEqualTo(tokens.get(0));
    assertThat(emulator.requests())
        .last()
        .satisfies(last -> assertThat(last.query()).contains("token_sha256_to_refresh="));
  }

  @Test
  void token_identityThatTheHostDoesNotHave_saysWhatToCompare() throws Exception {
    String stranger = emulator.entra().app("contoso.example").clientId();
    for (Map<String, String> host : List.of(appService(), virtualMachine())) {
      assertThat(run(host, stranger))
          .singleElement()
          .asString()
          .startsWith("CONFIGURATION: The host does not have the identity of " + stranger)
          .contains("Assign the identity to the host");
    }
  }

  @Test
  void token_resourceThatTheTenantDoesNotHave_saysToCheckTheScope() throws Exception {
    assertThat(run(virtualMachine(), "system", "api://orders/.default"))
        .singleElement()
        .asString()
        .startsWith("CONFIGURATION: The identity endpoint does not know the resource");
    assertThat(run(appService(), "system", "api://orders/.default"))
        .singleElement()
        .asString()
        .startsWith("UNREACHABLE: The identity endpoint is out of order")
        .contains("check scope");
  }

  @Test
  void token_headerOfAnotherProgram_saysToRestart() throws Exception {
    Map<String, String> old =
        Map.of("IDENTITY_ENDPOINT", emulator.hostUrl() + APP_SERVICE, "IDENTITY_HEADER", "old");

    assertThat(run(old, "system")).singleElement().asString().contains("Restart the program");
  }

  @Test
  void token_nobodyListens_saysWhereThereIsAnEndpoint() throws Exception {
    assertThat(run(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"), "system"))
        .singleElement()
        .asString()
        .startsWith("UNREACHABLE: No identity endpoint answers")
        .contains("runs in Azure");
  }

  @Test
  void token_variableThatIsNoUrl_namesTheVariables() throws Exception {
    Map<String, String> odd = Map.of("IDENTITY_ENDPOINT", "not a url", "IDENTITY_HEADER", "x");

    assertThat(run(odd, "system"))
        .singleElement()
        .asString()
        .startsWith("CONFIGURATION: A variable of the environment")
        .contains("IDENTITY_ENDPOINT");
  }

  @Test
  void token_serviceFabric_isRefusedBeforeAnythingIsSent() throws Exception {
    Map<String, String> cluster =
        Map.of(
            "IDENTITY_ENDPOINT",
            emulator.url() + APP_SERVICE,
            "IDENTITY_HEADER",
            emulator.identities().header(),
            "IDENTITY_SERVER_THUMBPRINT",
            "0123456789");

    assertThat(run(cluster, "system")).singleElement().asString().contains("Service Fabric");
    assertThat(emulator.requests()).isEmpty();
  }

  @Test
  void token_throttled_isAskedOnceAndSaysForHowLong() throws Exception {
    emulator.fail(Fault.status(429).header("Retry-After", "17"));

    assertThat(run(virtualMachine(), "system")).singleElement().asString().startsWith("THROTTLED");
    assertThat(emulator.requests()).hasSize(1);
  }

  @Test
  void token_whateverHappens_neitherTokenNorHeaderIsLogged() throws Exception {
    LeakProbe probe = new LeakProbe();
    probe.watch("header", emulator.identities().header());
    ChildJvm jvm = new ChildJvm(folder).environment(appService());
    for (String line : jvm.run(HostProgram.class, "", "system", DEVOPS)) {
      probe.watch("token", line.split(" ", 3)[1]);
    }
    probe.see("log", jvm.log());
    emulator.requests().forEach(seen -> probe.see("URL", seen.path() + seen.query()));
    probe.assertClean();
  }

  private List<String> run(Map<String, String> environment, String identity) throws Exception {
    return run(environment, identity, DEVOPS);
  }

  private List<String> run(Map<String, String> environment, String identity, String scope)
      throws Exception {
    return new ChildJvm(folder)
        .environment(environment)
        .run(HostProgram.class, "", identity, scope);
  }

  private Map<String, String> appService() {
    return Map.of(
        "IDENTITY_ENDPOINT",
        emulator.hostUrl() + APP_SERVICE,
        "IDENTITY_HEADER",
        emulator.identities().header());
  }

  private Map<String, String> virtualMachine() {
    return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", emulator.hostUrl() + "/");
  }

  private void assertIsOf(ManagedIdentity identity, List<String> tokens) throws Exception {
    assertThat(tokens).hasSize(3);
    String[] first = tokens.get(0).split(" ", 2);
    assertThat(Instant.parse(first[0])).isAfter(emulator.now().plus(Duration.ofHours(23)));
    JWTClaimsSet claims = emulator.entra().tokens().claims(first[1]).orElseThrow();
    assertThat(claims.getStringClaim("appid")).isEqualTo(identity.app().clientId());
    assertThat(claims.getAudience()).containsExactly(DEVOPS.replace("/.default", ""));
  }
}
