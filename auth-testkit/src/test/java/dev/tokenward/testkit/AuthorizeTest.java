package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.EntraUser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmulatorExtension.class)
class AuthorizeTest {

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;
  private EntraUser ada;
  private SignIn signIn;

  AuthorizeTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() throws Exception {
    app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT).named("Build <board>");
    emulator.entra().user("contoso", "bob@contoso.example");
    ada = emulator.entra().user("contoso", SignIn.ADA);
    signIn = new SignIn(emulator, app).confidential();
  }

  @Test
  void page_goodRequest_showsAppScopesAndUsersEscapedAndWithoutScripts() throws Exception {
    signIn.query.put("login_hint", SignIn.ADA);
    HttpResponse<String> page = signIn.page();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<title>Permissions requested</title>", "name=\"viewport\"", "/vso.code</li>")
        .contains("Build &lt;board&gt;", ">Approve</button>", ">Deny</button>")
        .containsPattern("<label for=\"user-1\"><input [^>]*value=\"ada@contoso.example\" checked>")
        .doesNotContain("<board>", "<script");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void approve_byPage_redirectsWithCodeAndStateAndNoIssuer() {
    URI redirect = emulator.browser().approve(signIn.url(), SignIn.ADA);

    assertThat(redirect.toString()).startsWith(SignIn.REDIRECT + "?");
    assertThat(SignIn.fields(redirect))
        .containsOnlyKeys("code", "state", "session_state")
        .containsEntry("state", "a state&more");
  }

  @Test
  void deny_byPage_redirectsWithAccessDenied() {
    Map<String, String> fields = SignIn.fields(emulator.browser().deny(signIn.url(), SignIn.ADA));

    assertThat(fields).containsEntry("error", "access_denied").containsKey("state");
    assertThat(fields.get("error_description")).startsWith("AADSTS65004: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/callback/",
        "https://app.example/callback?x=1",
        "https://APP.example/callback",
        "http://app.example/callback",
        "https://app.example.evil.example/callback",
      })
  void page_redirectNotExactlyTheRegistered_isAPageAndNeverARedirect(String uri) throws Exception {
    signIn.query.put("redirect_uri", uri);
    HttpResponse<String> page = signIn.page();

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("AADSTS50011");
    assertThat(page.headers().firstValue("Location")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost, http://localhost:1234, 200",
    "http://localhost, http://localhost:1234/, 200",
    "http://localhost/cb, http://localhost:99/cb, 200",
    "http://127.0.0.1/cb, http://127.0.0.1:99/cb, 200",
    "http://localhost/cb, http://localhost:99/other, 400",
    "http://localhost, http://127.0.0.1:1234, 400",
    "http://localhost, https://localhost:1234, 400",
    "http://localhost, http://localhost.evil.example:80, 400",
    "http://localhost, http://evil.example@localhost:80, 400",
  })
  void page_loopbackRedirect_mayHaveAnyPort(String registered, String presented, int status)
      throws Exception {
    app.redirectUri(registered);
    signIn.query.put("redirect_uri", presented);
    assertThat(signIn.page().statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, 22222222-2222-2222-2222-222222222222, AADSTS700016",
    "client_id, , AADSTS900144",
    "redirect_uri, , AADSTS50011"
  })
  void page_nobodyToGoBackTo_saysSo(String field, String value, String code) throws Exception {
    change(field, value);
    assertThat(signIn.page().body()).contains("Sign-in failed", code);
  }

  private void change(String field, String value) {
    if (value == null) {
      signIn.query.remove(field);
    } else {
      signIn.query.put(field, value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type, 700054",
    "response_type, , invalid_request, 900144",
    "response_mode, pigeon, invalid_request, 70007",
    "scope, , invalid_request, 900144",
    "scope, vso.code, invalid_scope, 70011",
    "scope, api://other/x, invalid_resource, 500011",
    "scope, api://other/x https://app.vssps.visualstudio.com/vso.code, invalid_scope, 700022",
    "prompt, perhaps, invalid_request, 90023",
    "prompt, none, login_required, 50058",
    "code_challenge, short, invalid_request, 501491",
    "code_challenge_method, S512, invalid_request, 501491",
    "claims, not json, invalid_request, 50146",
  })
  void authorize_oneParameterWrong_isToldAtTheRedirect(
      String field, String value, String error, int code) throws Exception {
    change(field, value);
    URI redirect = URI.create(signIn.page().headers().firstValue("Location").orElseThrow());

    assertThat(redirect.toString()).startsWith(SignIn.REDIRECT + "?");
    assertThat(SignIn.fields(redirect))
        .containsEntry("error", error)
        .containsEntry("state", "a state&more");
    assertThat(SignIn.fields(redirect).get("error_description")).startsWith("AADSTS" + code + ":");
  }

  @Test
  void approve_byFormPost_givesThePageThatPostsToTheApp() throws Exception {
    signIn.query.put("response_mode", "form_post");
    HttpResponse<String> page = decide(signIn.page(), SignIn.ADA);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("action=\"" + SignIn.REDIRECT + "\"", "name=\"code\"", "name=\"session_state\"")
        .contains("name=\"state\" value=\"a state&amp;more\"");
  }

  @Test
  void approve_byFragment_putsTheAnswerThere() {
    signIn.query.put("response_mode", "fragment");
    URI redirect = emulator.browser().approve(signIn.url(), SignIn.ADA);
    assertThat(redirect.getRawFragment()).contains("code=", "state=");
    assertThat(redirect.getRawQuery()).isNull();
  }

  private HttpResponse<String> decide(HttpResponse<String> page, String user) throws Exception {
    Matcher ticket = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"").matcher(page.body());
    assertThat(ticket.find()).isTrue();
    return client.form(
        "/contoso/oauth2/v2.0/authorize",
        Map.of("ticket", ticket.group(1), "user", user, "decision", "approve"));
  }

  @Test
  void approve_pageUsedTwice_isRefused() throws Exception {
    HttpResponse<String> page = signIn.page();
    assertThat(decide(page, SignIn.ADA).statusCode()).isEqualTo(302);
    assertThat(decide(page, SignIn.ADA).statusCode()).isEqualTo(400);
  }

  @Test
  void approve_pageOlderThanAnHour_isRefused() throws Exception {
    HttpResponse<String> page = signIn.page();
    Instant later = emulator.now().plus(Duration.ofHours(2));
    emulator.clock(() -> later);
    assertThat(decide(page, SignIn.ADA).statusCode()).isEqualTo(400);
  }

  @Test
  void approve_userOfAnotherDirectory_isRefused() throws Exception {
    emulator.entra().user("fabrikam", "eve@fabrikam.example");
    assertThat(decide(signIn.page(), "eve@fabrikam.example").statusCode()).isEqualTo(400);
  }

  @Test
  void approve_userBlockedByPolicy_isToldAtTheRedirect() {
    ada.refuseWith(EntraError.BLOCKED_BY_POLICY);
    assertThat(signIn.approved()).containsEntry("error", "access_denied");
    assertThat(signIn.approved().get("error_description")).startsWith("AADSTS53003:");
  }

  @Test
  void authorize_userSignedIn_needsNoPageUnlessAsked() throws Exception {
    emulator.entra().signedIn(app, ada);
    signIn.query.put("prompt", "none");
    assertThat(signIn.page().statusCode()).isEqualTo(302);
    assertThat(signIn.approved()).containsKey("code");
    signIn.query.put("prompt", "select_account");
    assertThat(signIn.page().statusCode()).isEqualTo(200);
  }

  @Test
  void authorize_adminConsentNeeded_is90094UntilAnAdministratorConsented() throws Exception {
    app.requireAdminConsent();
    Map<String, String> refused = signIn.approved();
    String path =
        "/contoso/adminconsent?state=s1&client_id=%s&redirect_uri=%s"
            .formatted(app.clientId(), SignIn.REDIRECT);
    URI page = URI.create(emulator.url() + path);
    Map<String, String> declined = SignIn.fields(emulator.browser().deny(page, SignIn.ADA));
    Map<String, String> consented = SignIn.fields(emulator.browser().approve(page, SignIn.ADA));

    assertThat(refused.get("error_description")).startsWith("AADSTS90094:");
    assertThat(declined).containsEntry("error", "permission_denied").containsEntry("state", "s1");
    assertThat(consented)
        .containsEntry("admin_consent", "True")
        .containsEntry("tenant", app.tenant().id())
        .containsEntry("state", "s1");
    assertThat(signIn.approved()).containsKey("code");
  }

  @Test
  void adminConsent_redirectNotRegistered_isAPage() {
    URI page =
        URI.create(
            emulator.url()
                + "/contoso/adminconsent?redirect_uri=https://evil.example&client_id="
                + app.clientId());
    assertThatThrownBy(() -> emulator.browser().approve(page, SignIn.ADA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("400 AADSTS50011");
  }

  @Test
  void redirect_issuerSwitchedOn_carriesTheIssuerOfDiscoveryOrAFalseOne() throws Exception {
    emulator.entra().generic(true);
    JsonNode document = Client.json(client.get("/contoso/v2.0/.well-known/openid-configuration"));
    Map<String, String> honest = signIn.approved();
    emulator.entra().issuerInRedirects("https://evil.example");

    assertThat(honest).containsEntry("iss", document.path("issuer").asText());
    assertThat(signIn.approved()).containsEntry("iss", "https://evil.example");
  }

  @Test
  void authorize_otherMethod_isNotAllowed() throws Exception {
    assertThat(client.send("PUT", signIn.path(), "").statusCode()).isEqualTo(405);
  }
}
