package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page where people sign in is asked with, beside what the flow needs. */
class AuthorizationParametersTest {

  private static final String BEN = "ben+x@contoso.example";

  private final TokenRuntime runtime = new FakeClock().runtime(new ScriptedUpstream());
  private final OAuthProvider provider = new OAuthProvider(Grants.inMemory(runtime));

  private static Credential credential(String preset, Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(Map.of("preset", preset));
    if (preset.equals("entra")) {
      fields.put("tenant", "contoso.example");
    }
    fields.putAll(more);
    return Kept.credential(Secret.of("app-secret"), fields);
  }

  private Map<String, String> page(String preset, Map<String, String> more) {
    Credential credential = credential(preset, more);
    assertThat(provider.validate(credential)).isEmpty();
    URI page = provider.begin(credential, AtEntra.REDIRECT, runtime).page();
    return AtEntra.parameters(URI.create("https://x/?" + page.getRawQuery()));
  }

  private List<FieldProblem> problems(String written) {
    return provider.validate(credential("oauth2", Map.of("authorizationParameters", written)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"entra", "oauth2"})
  void page_accountExpected_hintsAtItAndPromptsForNothing(String preset) {
    assertThat(page(preset, Map.of("account", BEN)))
        .containsEntry("login_hint", BEN)
        .doesNotContainKey("prompt");
  }

  @Test
  void page_noAccountExpected_hasEntraAskWhichAndOthersNothing() {
    assertThat(page("entra", Map.of()))
        .containsEntry("prompt", "select_account")
        .doesNotContainKey("login_hint");
    assertThat(page("oauth2", Map.of())).doesNotContainKeys("prompt", "login_hint");
  }

  @Test
  void page_azureDevOpsOAuth_isToldOfNoAccount() {
    assertThat(page("azure-devops", Map.of("account", BEN)))
        .doesNotContainKeys("prompt", "login_hint");
    assertThat(page("azure-devops", Map.of())).doesNotContainKeys("prompt", "login_hint");
  }

  @Test
  void page_parametersGiven_carriesThem() {
    String written = "access_type=offline&prompt=consent&x-words=a+b%26c";
    assertThat(page("oauth2", Map.of("authorizationParameters", written)))
        .containsEntry("access_type", "offline")
        .containsEntry("prompt", "consent")
        .containsEntry("x-words", "a b&c")
        .containsEntry("client_id", "boards");
  }

  @Test
  void page_promptGiven_winsOverThePresets() {
    assertThat(page("entra", Map.of("authorizationParameters", "prompt=login")))
        .containsEntry("prompt", "login");
  }

  @Test
  void page_hintGiven_winsOverTheAccountAndTheChoice() {
    String written = "login_hint=ada%40contoso.example";
    assertThat(page("entra", Map.of("authorizationParameters", written, "account", BEN)))
        .containsEntry("login_hint", AtEntra.ADA);
    assertThat(page("entra", Map.of("authorizationParameters", written)))
        .containsEntry("login_hint", AtEntra.ADA)
        .doesNotContainKey("prompt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id",
        "client_secret",
        "response_type",
        "response_mode",
        "redirect_uri",
        "Redirect_URI",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "code_challenge_anything",
        "request",
        "request_uri",
        "claims",
        "id_token_hint"
      })
  void problems_nameThatTheFlowSets_isNamed(String name) {
    assertThat(problems("access_type=offline&" + name + "=hidden-value"))
        .singleElement()
        .returns("authorizationParameters", FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .contains("must not set " + name + ":")
        .doesNotContain("hidden-value");
  }

  @ParameterizedTest
  @CsvSource({"offline", "a", "=b", "a=b&", "a=1&a=2", "redirect.uri=x", "a[]=x", "a=%zz", "?a=b"})
  void problems_whatIsNoQuery_isToldWithAnExample(String written) {
    assertThat(problems(written))
        .singleElement()
        .returns("authorizationParameters", FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .contains("access_type=offline&prompt=consent")
        .doesNotContain("%zz");
  }
}
