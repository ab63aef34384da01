package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is asked and understood, as on a virtual machine: where the environment names nothing else,
 * as in these tests' own, the metadata service is the source.
 */
class ManagedIdentitySourceTest {

  private final LeakProbe probe = new LeakProbe();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final FakeClock clock = new FakeClock();

  @Test
  void token_ofTheMachine_isOneGetOfTheMetadataService() {
    upstream.then(request -> granted("abc"));

    assertThat(open(Map.of()).token().authorization()).isEqualTo("Bearer abc");

    assertThat(upstream.requests()).hasSize(1);
    HttpSender.Request sent = upstream.requests().get(0);
    assertThat(sent.method()).isEqualTo("GET");
    assertThat(sent.uri())
        .hasScheme("http")
        .hasHost("169.254.169.254")
        .hasPath("/metadata/identity/oauth2/token")
        .hasParameter("api-version", "2018-02-01")
        .hasParameter("resource", "https://app.vssps.visualstudio.com");
    assertThat(sent.headers()).containsEntry("Metadata", "true");
    assertThat(sent.repeatable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "clientId, client_id, 11111111-2222-3333-4444-555555555555",
    "objectId, object_id, 11111111-2222-3333-4444-555555555555",
    "resourceId, mi_res_id, /subscriptions/x/identities/build",
  })
  void token_ofAUserAssignedIdentity_namesIt(String field, String parameter, String id) {
    upstream.then(request -> granted("abc"));

    open(Map.of(field, id)).token();

    assertThat(upstream.requests().get(0).uri()).hasParameter(parameter, id);
  }

  @Test
  void token_again_asksAgainOnTheCallersThread() {
    List<Thread> threads = new ArrayList<>();
    upstream.then(
        request -> {
          threads.add(Thread.currentThread());
          return granted("abc");
        });
    TokenSource source = open(Map.of());

    source.token();
    source.token();

    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request, Identity not found, CONFIGURATION, Assign the identity to the host",
    "400, invalid_resource, AADSTS500011: Words, CONFIGURATION, Check scope",
    "400, unauthorized_client, AADSTS700016: Words, DENIED, what the identity may use",
    "404, not_found, Words, UNREACHABLE, Wait",
    "410, gone, Words, UNREACHABLE, Wait",
    "429, too_many, Words, THROTTLED, look for programs on the host",
    "500, unknown, Words, UNREACHABLE, check scope",
  })
  void token_refused_saysWhyAndWhatToDo(
      int status, String error, String words, Reason reason, String nextStep) {
    String body = "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, words);
    upstream.then(request -> Answers.json(status, body));

    TokenException failure = refused(Map.of(), TokenRequest.DEFAULT);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.nextStep()).contains(nextStep);
    assertThat(failure).hasMessageContaining("build-vm");
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "500", "200"})
  void token_refused_letsNoWordOfTheEndpointOut(int status) throws Exception {
    String words = probe.canary("message");
    upstream.then(
        request ->
            Answers.json(
                status, "{\"statusCode\":%d,\"message\":\"%s\"}".formatted(status, words)));
    try (CapturedLog log = new CapturedLog()) {
      TokenException failure = refused(Map.of(), TokenRequest.DEFAULT);

      assertThat(log.text()).as("MSAL4J logs, and is heard here").contains("aad.msal4j");
      assertThat(failure).hasNoCause();
      probe.see("exception", failure).see("log", log.text()).assertClean();
    }
  }

  @Test
  void token_granted_isNotLogged() throws Exception {
    String token = probe.canary("token");
    upstream.then(request -> granted(token));
    try (CapturedLog log = new CapturedLog()) {
      probe.see("token", open(Map.of()).token().toString()).see("log", log.text()).assertClean();
    }
  }

  @Test
  void token_noEndpoint_saysWhereThereIsOne() {
    upstream.thenUnreachable();

    TokenException failure = refused(Map.of(), TokenRequest.DEFAULT);

    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessage("No identity endpoint answers build-vm");
    assertThat(failure.nextStep()).contains("runs in Azure");
  }

  @Test
  void token_sourceThatTheEnvironmentDoesNotName_isNotReplacedByAnother() {
    TokenException failure = refused(Map.of("source", "app-service"), TokenRequest.DEFAULT);

    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure)
        .hasMessage("The environment of build-vm tells of imds and not of app-service");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void token_forATenantOrAUser_isRefusedHere() {
    assertThat(refused(Map.of(), TokenRequest.DEFAULT.tenant("contoso.com")).reason())
        .isEqualTo(Reason.CONFIGURATION);
    assertThat(refused(Map.of(), TokenRequest.DEFAULT.onBehalfOf("users-token")).reason())
        .isEqualTo(Reason.CONFIGURATION);
    assertThat(upstream.requests()).isEmpty();
  }

  private TokenException refused(Map<String, String> fields, TokenRequest request) {
    return catchThrowableOfType(TokenException.class, () -> open(fields).token(request));
  }

  private TokenSource open(Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(Map.of("source", "imds"));
    all.putAll(fields);
    return new ManagedIdentityProvider()
        .open(
            new Credential("build-vm", AppCredentials.MANAGED_IDENTITY, all, Map.of()),
            clock.runtime(upstream));
  }

  private static HttpSender.Response granted(String token) {
    long end = FakeClock.START.plusSeconds(86_399).getEpochSecond();
    return Answers.json(
        200,
        "{\"token_type\":\"Bearer\",\"expires_on\":\"%s\",\"access_token\":\"%s\"}"
            .formatted(end, token));
  }
}
