package dev.tokenward.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.devops.Organization;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraUser;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token of a user may do at Azure DevOps. */
@ExtendWith(EmulatorExtension.class)
class DelegatedAccessTest {

  private static final String WHO = "/acme/_apis/connectionData";
  private static final String REFS = "/acme/web/_git/site/info/refs?service=git-";

  private final Emulator emulator;
  private final Client client;
  private Organization acme;
  private EntraUser ada;
  private SignIn signIn;

  DelegatedAccessTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() throws Exception {
    EntraApp app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT);
    ada = emulator.entra().user("contoso", SignIn.ADA);
    acme = emulator.devOps().organization("acme", "contoso");
    acme.project("web").repository("site").commit("README.md", "hello");
    signIn = new SignIn(emulator, app).confidential();
  }

  private String token() throws Exception {
    return signIn.tokens().path("access_token").asText();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.get(
        path, "Authorization", "Bearer " + token, "X-TFS-FedAuthRedirect", "Suppress");
  }

  @Test
  void api_member_isCalledAsTheUser() throws Exception {
    acme.addUser(ada);
    HttpResponse<String> answer = get(WHO, token());
    JsonNode user = Client.json(answer).path("authenticatedUser");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(user.path("id").asText()).isEqualTo(ada.objectId());
    assertThat(user.path("providerDisplayName").asText()).isEqualTo(SignIn.ADA);
    assertThat(answer.headers().firstValue("X-VSS-UserData").orElse(""))
        .isEqualTo(ada.objectId() + ":" + SignIn.ADA);
  }

  @Test
  void api_userWhoIsNoMember_isRefused() throws Exception {
    assertThat(get(WHO, token()).statusCode()).isEqualTo(401);
  }

  @Test
  void api_appThatIsAMember_doesNotLetItsUsersIn() throws Exception {
    EntraApp app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT);
    acme.addServicePrincipal(app);
    signIn = new SignIn(emulator, app).confidential();
    assertThat(get(WHO, token()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "vso.code, 200, 401",
    "vso.code_write, 200, 200",
    "vso.work, 401, 401",
    "user_impersonation, 200, 200",
    ".default, 200, 200"
  })
  void git_scopes_decideWhetherTheUserReadsAndPushes(String scope, int read, int push)
      throws Exception {
    acme.addUser(ada);
    signIn.query.put("scope", SignIn.RESOURCE + "/" + scope);
    String token = token();

    assertThat(get(REFS + "upload-pack", token).statusCode()).isEqualTo(read);
    assertThat(get(REFS + "receive-pack", token).statusCode()).isEqualTo(push);
    assertThat(client.get(REFS + "upload-pack", "Authorization", Client.basic(token)).statusCode())
        .isEqualTo(read);
  }

  @Test
  void api_scopeMissing_isRefused() throws Exception {
    acme.addUser(ada);
    assertThat(get("/acme/_apis/git/repositories", token()).statusCode()).isEqualTo(200);
    signIn.query.put("scope", SignIn.RESOURCE + "/vso.work");
    assertThat(get("/acme/_apis/git/repositories", token()).statusCode()).isEqualTo(401);
  }

  @Test
  void api_tokenForAnotherResource_isRefused() throws Exception {
    acme.addUser(ada);
    signIn.query.put("scope", "openid");
    assertThat(get(WHO, token()).statusCode()).isEqualTo(401);
  }

  private String challenge(String token) throws Exception {
    HttpResponse<String> response = get(WHO, token);
    assertThat(response.statusCode()).isEqualTo(401);
    Matcher challenge =
        Pattern.compile("error=\"insufficient_claims\", claims=\"([^\"]+)\"")
            .matcher(response.headers().firstValue("WWW-Authenticate").orElse(""));
    assertThat(challenge.find()).isTrue();
    return new String(Base64.getDecoder().decode(challenge.group(1)), UTF_8);
  }

  @Test
  void claimsChallenge_answeredByRefresh_isFulfilledFromThenOn() throws Exception {
    acme.addUser(ada).requireContext("c1");
    JsonNode first = signIn.tokens();
    Map<String, String> form = new HashMap<>(signIn.refresh(first.path("refresh_token").asText()));
    form.put("claims", challenge(first.path("access_token").asText()));
    JsonNode second = Client.json(signIn.post(form));
    JsonNode third =
        Client.json(signIn.post(signIn.refresh(second.path("refresh_token").asText())));

    assertThat(get(WHO, second.path("access_token").asText()).statusCode()).isEqualTo(200);
    assertThat(get(WHO, third.path("access_token").asText()).statusCode()).isEqualTo(200);
  }

  @Test
  void claimsChallenge_answeredBySigningIn_isFulfilled() throws Exception {
    acme.addUser(ada).requireContext("c1");
    signIn.query.put("claims", challenge(token()));
    assertThat(get(WHO, token()).statusCode()).isEqualTo(200);
  }
}
