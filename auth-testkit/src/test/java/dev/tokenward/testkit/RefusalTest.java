package dev.tokenward.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.testkit.devops.Cause;
import dev.tokenward.testkit.devops.Refusal;
import dev.tokenward.testkit.entra.EntraApp;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
class RefusalTest {

  private static final String PROJECTS = "/acme/_apis/projects";

  private final Emulator emulator;
  private final Client client;

  RefusalTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void organization() {
    emulator.devOps().organization("acme", "contoso");
  }

  private HttpResponse<String> withPat(String pat) throws Exception {
    return client.get(PROJECTS, "Authorization", Client.basic(pat));
  }

  private HttpResponse<String> withToken(String method, String token) throws Exception {
    return client.send(method, PROJECTS, "", "Authorization", "Bearer " + token);
  }

  @Test
  void unknownPat_getsSignInPageThatLooksLikeSuccess() throws Exception {
    HttpResponse<String> response = withPat("unknown");
    assertThat(response.statusCode()).isEqualTo(203);
    assertThat(response.body()).contains("Azure DevOps Services | Sign In");
  }

  @Test
  void unknownPat_suppressed_is401() throws Exception {
    HttpResponse<String> response = client.get(PROJECTS, "X-TFS-FedAuthRedirect", "Suppress");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void unknownPat_organizationThatRedirects_is302() throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .refuse(Cause.UNKNOWN_CREDENTIAL, Refusal.SIGN_IN_REDIRECT);
    HttpResponse<String> response = withPat("unknown");
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location").orElse("")).contains("/_signin?");
  }

  @Test
  void pat_ofAnotherOrganization_isUnknown() throws Exception {
    emulator.devOps().organization("other", "contoso");
    String pat = emulator.devOps().issuePat("other", "vso.project");
    assertThat(withPat(pat).statusCode()).isEqualTo(203);
  }

  @Test
  void pat_expiredOrRevokedOrOutlived_is401WithoutCause() throws Exception {
    String expired = emulator.devOps().issuePat("acme", "vso.project");
    String revoked = emulator.devOps().issuePat("acme", "vso.project");
    String brief = emulator.devOps().issuePat("acme", "vso.project", Duration.ofHours(1));
    assertThat(withPat(brief).statusCode()).isEqualTo(200);

    emulator.devOps().expirePat(expired);
    emulator.devOps().revokePat(revoked);
    Instant later = emulator.now().plus(Duration.ofHours(2));
    emulator.clock(() -> later);
    for (String pat : new String[] {expired, revoked, brief}) {
      HttpResponse<String> response = withPat(pat);
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void pat_expiredInOrganizationThatExplains_saysSo() throws Exception {
    emulator.devOps().organization("acme", "contoso").refuse(Cause.DEAD_PAT, Refusal.EXPIRED_PAT);
    String pat = emulator.devOps().issuePat("acme", "vso.project");
    emulator.devOps().expirePat(pat);
    assertThat(withPat(pat).body()).contains("Personal Access Token used has expired");
  }

  @Test
  void token_ofMember_isTakenAsBearerAndAsPassword() throws Exception {
    EntraApp app = emulator.entra().app("contoso");
    emulator.devOps().organization("acme", "contoso").addServicePrincipal(app);
    assertThat(withToken("GET", client.token(app)).statusCode()).isEqualTo(200);
    assertThat(withPat(client.token(app)).statusCode()).isEqualTo(200);
  }

  @Test
  void token_withoutTheContextRequired_isChallengedUntilItHasIt() throws Exception {
    EntraApp app = emulator.entra().app("contoso");
    emulator.devOps().organization("acme", "contoso").addServicePrincipal(app).requireContext("c1");
    HttpResponse<String> response = withToken("GET", client.token(app));
    assertThat(response.statusCode()).isEqualTo(401);
    Matcher challenge =
        Pattern.compile("error=\"insufficient_claims\", claims=\"([^\"]+)\"")
            .matcher(response.headers().firstValue("WWW-Authenticate").orElse(""));
    assertThat(challenge.find()).isTrue();
    String claims = new String(Base64.getDecoder().decode(challenge.group(1)), UTF_8);
    assertThat(withToken("GET", client.token(app, Map.of("claims", claims))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_withClaimsThatAreNoJson_isRefused() {
    EntraApp app = emulator.entra().app("contoso");
    assertThatThrownBy(() -> client.token(app, Map.of("claims", "no json")))
        .hasMessageContaining("AADSTS50146");
  }

  @Test
  void token_ofStrangerOrForeignTenant_is401WithBom() throws Exception {
    EntraApp stranger = emulator.entra().app("contoso");
    EntraApp foreigner = emulator.entra().app("fabrikam");
    emulator.devOps().organization("acme", "contoso").addServicePrincipal(foreigner);
    for (EntraApp app : new EntraApp[] {stranger, foreigner}) {
      HttpResponse<String> response = withToken("GET", client.token(app));
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("X-TFS-ServiceError").orElse(""))
          .startsWith("TF400813%3A%20");
      assertThat(response.body()).startsWith("\uFEFF{");
    }
  }

  @Test
  void token_ofStranger_isRefusedByItsNameAndOfAForeignerWithout() throws Exception {
    EntraApp stranger = emulator.entra().app("contoso");
    EntraApp foreigner = emulator.entra().app("fabrikam");
    assertThat(withToken("GET", client.token(stranger)).body()).contains("The user \\\"");
    assertThat(withToken("GET", client.token(foreigner)).body()).contains("The user is not");
  }

  @Test
  void server_onPremises_offersEveryWayOfWindows() throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .refuse(Cause.UNKNOWN_CREDENTIAL, Refusal.ON_PREMISES);
    HttpResponse<String> response = withPat("unknown");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().allValues("WWW-Authenticate"))
        .hasSize(4)
        .contains("Negotiate", "NTLM");
  }

  @Test
  void push_toABranchOnlyByPullRequest_is403WithTheCode() throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .project("web")
        .repository("site")
        .onlyByPullRequest();
    String pat = emulator.devOps().issuePat("acme", "vso.code_write");
    String path = "/acme/web/_git/site/info/refs?service=git-";
    HttpResponse<String> push =
        client.get(path + "receive-pack", "Authorization", Client.basic(pat));
    assertThat(push.statusCode()).isEqualTo(403);
    assertThat(push.headers().firstValue("X-VSS-UserData")).isPresent();
    assertThat(push.body()).contains("TF402455");
    assertThat(client.get(path + "upload-pack", "Authorization", Client.basic(pat)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_expired_isRefusedDifferentlyByVerb() throws Exception {
    EntraApp app = emulator.entra().app("contoso");
    emulator.devOps().organization("acme", "contoso").addServicePrincipal(app);
    String token = client.token(app);
    Instant later = emulator.now().plus(Duration.ofHours(2));
    emulator.clock(() -> later);
    assertThat(withToken("GET", token).statusCode()).isEqualTo(203);
    assertThat(withToken("PATCH", token).statusCode()).isEqualTo(401);
  }
}
