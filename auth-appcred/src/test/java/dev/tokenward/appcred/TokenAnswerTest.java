package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {

  private static final String TOKEN = "\"token_type\":\"Bearer\",\"access_token\":\"abc.def\"";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"expires_in\":3599', 3599",
        "'\"expires_in\":\"3599\"', 3599",
        "'\"expires_in\":3599.0', 3599",
        "'\"ext_expires_in\":3599', 300",
        "'\"expires_in\":null', 300",
        "'\"expires_in\":0', 300",
        "'\"expires_in\":-5', 300",
        "'\"expires_in\":\"soon\"', 300",
        "'\"expires_in\":{\"seconds\":[1]}', 300",
        "'\"expires_in\":99999999999999999999', 2592000",
        "'\"expires_in\":1e400', 2592000",
      })
  void token_anyFormOfLife_isClampedToWhatCanBe(String member, long seconds) {
    MintedToken token = read(200, "{" + TOKEN + "," + member + "}");

    assertThat(token.expiresAt()).isEqualTo(FakeClock.START.plusSeconds(seconds));
    assertThat(token.refreshAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"expires_on\":\"1795352400\"', 3600",
        "'\"expires_on\":1795352400', 3600",
        "'\"expires_on\":\"1795352400\",\"expires_in\":\"60\"', 60",
        "'\"expires_on\":\"1795348000\"', 0",
        "'\"expires_on\":\"99999999999\"', 2592000",
        "'\"expires_on\":\"11/22/2026 1:00:00 PM +00:00\"', 300",
      })
  void token_endAsATime_isReadWhereNoLifeIsSaid(String member, long seconds) {
    assertThat(read(200, "{" + TOKEN + "," + member + "}").expiresAt())
        .isEqualTo(FakeClock.START.plusSeconds(seconds));
  }

  @Test
  void token_refreshIn_isTheHint() {
    MintedToken token = read(200, "{" + TOKEN + ",\"expires_in\":86399,\"refresh_in\":\"43199\"}");

    assertThat(token.refreshAt()).isEqualTo(FakeClock.START.plusSeconds(43199));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3599", "\"soon\"", "1e3", "99999999999", "null", "[]"})
  void token_refreshInThatCannotBe_isNoHint(String refreshIn) {
    MintedToken token =
        read(200, "{" + TOKEN + ",\"expires_in\":3599,\"refresh_in\":" + refreshIn + "}");

    assertThat(token.refreshAt()).isNull();
  }

  @Test
  void token_grantedScopes_areKept() {
    assertThat(read(200, "{" + TOKEN + ",\"scope\":\"a  b\"}").scopes()).containsExactly("a", "b");
    assertThat(read(200, "{" + TOKEN + "}").scopes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"abc\"",
        "{",
        "{}",
        "<!DOCTYPE html><title>Sign in</title>",
        "{\"token_type\":\"Bearer\",\"expires_in\":3599}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"\"}",
        "{\"token_type\":\"Bearer\",\"access_token\":null}",
        "{\"token_type\":\"Bearer\",\"access_token\":[\"abc\"]}",
        "{\"token_type\":\"Bearer\",\"access_token\":\"abc\\r\\nX-Injected: 1\"}",
        "{\"token_type\":\"pop\",\"access_token\":\"abc\"}",
      })
  void token_successWithoutToken_isNoTokenEndpoint(String body) {
    TokenException failure = refused(200, body);

    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessage("What answered the request for ado-app is no token endpoint");
  }

  @Test
  void token_endlessNesting_isNoToken() {
    assertThat(refused(200, "{\"a\":" + "[".repeat(500_000)).reason())
        .isEqualTo(Reason.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client, AADSTS7000215, REJECTED, the secret's ID was pasted into clientSecret instead of its value",
    "invalid_client, AADSTS7000222, CREDENTIAL_EXPIRED, 'clientSecret, or into nextClientSecret'",
    "invalid_client, AADSTS7000218, CONFIGURATION, Give the app a client secret",
    "invalid_client, AADSTS7000299, REJECTED, belongs to the app that clientId",
    "invalid_client, AADSTS700027, REJECTED, Upload the certificate",
    "invalid_client, AADSTS50012, REJECTED, Upload the certificate",
    "invalid_client, AADSTS700024, UNREACHABLE, has to be renewed by whoever makes it",
    "invalid_client, AADSTS700211, CONFIGURATION, Issuer of the federated credential",
    "invalid_client, AADSTS700212, CONFIGURATION, api://AzureADTokenExchange",
    "invalid_client, AADSTS700213, CONFIGURATION, Subject identifier",
    "invalid_request, AADSTS70021, CONFIGURATION, Subject identifier",
    "invalid_client, AADSTS700025, CONFIGURATION, Allow public client flows",
    "invalid_grant, AADSTS50013, DENIED, Get a new token of the user",
    "invalid_grant, AADSTS7000114, DENIED, Give it an API",
    "invalid_request, AADSTS9001023, CONFIGURATION, Directory (tenant) ID",
    "unauthorized_client, AADSTS700016, CONFIGURATION, Application (client) ID",
    "unauthorized_client, AADSTS7000112, DENIED, enable the enterprise application",
    "unauthorized_client, AADSTS70001, DENIED, enable the enterprise application",
    "unauthorized_client, AADSTS70099, CONFIGURATION, Check clientId and tenant",
    "invalid_request, AADSTS90002, CONFIGURATION, Directory (tenant) ID",
    "invalid_request, AADSTS900144, CONFIGURATION, 'Check tenant, clientId and scope'",
    "invalid_tenant, AADSTS90002, CONFIGURATION, Directory (tenant) ID",
    "invalid_scope, AADSTS70011, CONFIGURATION, ends in /.default",
    "invalid_scope, AADSTS1002012, CONFIGURATION, ends in /.default",
    "invalid_resource, AADSTS500011, CONFIGURATION, connected to this tenant",
    "invalid_grant, AADSTS53003, DENIED, sign-in log",
    "invalid_grant, AADSTS50196, DENIED, in a loop",
    "invalid_grant, AADSTS65001, NEEDS_CONSENT, admin consent",
    "temporarily_unavailable, AADSTS90033, UNREACHABLE, Wait",
    "something_new, AADSTS123456, REJECTED, Look the code up",
  })
  void token_refused_saysWhyAndWhatToDo(String error, String code, Reason reason, String nextStep) {
    TokenException failure = refused(Answers.error(error, code + ": Words.\\r\\nTrace ID: 1"));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.code()).contains(code);
    assertThat(failure).hasMessageContaining("ado-app");
    assertThat(failure.nextStep()).contains(nextStep);
  }

  @Test
  void token_suberror_decidesBeforeError() {
    String body = "{\"error\":\"invalid_grant\",\"suberror\":\"consent_required\"}";

    assertThat(refused(400, body).reason()).isEqualTo(Reason.NEEDS_CONSENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aadsts7000215: x",
        "AADSTS7000215",
        "AADSTS7000215x: x",
        "AADSTS70002157000215: x",
        "see AADSTS7000215: x",
        "AADSTS<b>: x"
      })
  void token_codeOfAnotherForm_isNotPassedOn(String description) {
    assertThat(refused(Answers.error("invalid_client", description)).code()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, THROTTLED, asks ado-app to slow down",
    "500, UNREACHABLE, out of order",
    "503, UNREACHABLE, out of order",
    "302, UNREACHABLE, no token endpoint",
    "203, UNREACHABLE, no token endpoint",
    "404, UNREACHABLE, no token endpoint",
    "407, UNREACHABLE, no token endpoint",
  })
  void token_statusWithoutError_saysWhatItMeans(int status, Reason reason, String message) {
    TokenException failure = refused(status, "<html>");

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void token_throttledAsAnError_isThrottledStill() {
    String body = "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90055: x\"}";

    assertThat(refused(429, body).reason()).isEqualTo(Reason.THROTTLED);
  }

  @Test
  void token_retryAfter_isPassedOn() {
    var slow = new HttpSender.Response(429, Map.of("retry-after", List.of("17")), "");

    assertThat(refused(slow).retryAfter()).contains(Duration.ofSeconds(17));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "99999999999999999999"})
  void token_retryAfterThatIsNoNumber_isNone(String value) {
    var slow = new HttpSender.Response(503, Map.of("Retry-After", List.of(value)), "");

    assertThat(refused(slow).retryAfter()).isEmpty();
  }

  private static MintedToken read(int status, String body) {
    return new TokenAnswer(Answers.json(status, body), EntraRefusals.TABLE)
        .token("ado-app", FakeClock.START);
  }

  private static TokenException refused(int status, String body) {
    return refused(Answers.json(status, body));
  }

  private static TokenException refused(HttpSender.Response response) {
    return catchThrowableOfType(
        TokenException.class,
        () -> new TokenAnswer(response, EntraRefusals.TABLE).token("ado-app", FakeClock.START));
  }
}
