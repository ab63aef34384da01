package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.FieldProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSourcesTest {

  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final TokenSources sources =
      new TokenSources(Map.of("demo", new DemoKind()), clock.runtime(upstream), TokenListener.NONE);
  private final Map<String, String> fields =
      new HashMap<>(Map.of("tokenUrl", "https://login.example/token"));
  private final Map<String, Secret> secrets = new HashMap<>(Map.of("key", Secret.of("a secret")));

  private Credential credential() {
    return new Credential("build", "demo", fields, secrets);
  }

  @Test
  void open_soundCredential_givesTokensAndDestroysTheSecretsAtTheEnd() {
    upstream.then(200, Map.of(), "the-token");
    Credential credential = credential();
    assertThat(TokenSources.check(new DemoKind(), credential)).isEmpty();
    CachingTokenSource source = sources.open(credential);
    assertThat(source.token()).isSameAs(source.token());
    assertThat(upstream.requests()).hasSize(1);
    source.close();
    assertThat(credential.secret("key").matches("a secret")).isFalse();
  }

  @Test
  @Rule(10)
  void open_upstreamFailsOnce_isRepeatedBelowTheCache() {
    upstream.then(503, Map.of(), "").then(200, Map.of(), "the-token");
    FakeExecutor executor = new FakeExecutor();
    TokenRuntime runtime = clock.runtime(upstream, executor);
    TokenRuntime immediate =
        new TokenRuntime(
            clock,
            clock::ticks,
            runtime.random(),
            upstream,
            executor,
            (delay, task) -> {
              if (delay.toMillis() < 1_000) {
                task.run();
              }
              return () -> {};
            });
    CachingTokenSource source =
        new TokenSources(Map.of("demo", new DemoKind()), immediate, TokenListener.NONE)
            .open(credential());
    var answer = source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT);
    executor.runAll();
    assertThat(answer.join().authorization()).isEqualTo("Bearer the-token");
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  @Rule(9)
  void open_serverAsksForAPause_isThrottledWithoutAnotherRequest() {
    upstream.then(429, Map.of("Retry-After", List.of("30")), "");
    CachingTokenSource source = sources.open(credential());
    TokenRequest other = TokenRequest.scopes("other");
    assertThat(catchThrowableOfType(TokenException.class, source::token).retryAfter()).isPresent();
    TokenException failure = catchThrowableOfType(TokenException.class, () -> source.token(other));
    assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void open_severalWrongFields_namesEach() {
    fields.put("tokenUrl", "not a url");
    fields.put("colour", "red");
    fields.put("mode", "sideways");
    secrets.clear();
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> sources.open(credential()));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure)
        .hasMessage(
            "The credential build cannot be opened: "
                + "tokenUrl is no URL of the form https://host/path; "
                + "key is missing: Where it is found; "
                + "mode takes one of fast, slow; "
                + "colour is no field of this kind, which has tokenUrl, key, organization, mode");
  }

  @Test
  void open_refused_leavesTheSecretsToTheCaller() {
    fields.put("colour", "red");
    Credential credential = credential();
    assertThat(catchThrowableOfType(TokenException.class, () -> sources.open(credential)))
        .isNotNull();
    assertThat(credential.secret("key").matches("a secret")).isTrue();
  }

  @Test
  void open_unknownKind_namesTheKnownOnes() {
    Credential credential = new Credential("build", "nonesuch", fields, secrets);
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> sources.open(credential));
    assertThat(failure).hasMessageContaining("kind is unknown; take one of demo");
  }

  @Test
  void check_secretAmongPublicFields_isNotRepeatedInTheMessage() {
    fields.put("key", "a secret in the wrong place");
    assertThat(TokenSources.check(new DemoKind(), credential()))
        .containsExactly(
            new FieldProblem("key", "is a secret: give it as one, never among the public fields"));
  }

  @Test
  void check_publicFieldAmongSecrets_isNamed() {
    secrets.put("tokenUrl", Secret.of("https://login.example/"));
    assertThat(TokenSources.check(new DemoKind(), credential()))
        .extracting(FieldProblem::field)
        .containsExactly("tokenUrl");
  }

  @Test
  void check_kindFindsMore_isIncluded() {
    fields.put("tokenUrl", "https://login.example/forbidden");
    assertThat(TokenSources.check(new DemoKind(), credential()))
        .containsExactly(new FieldProblem("tokenUrl", "is forbidden by this kind"));
  }

  @ParameterizedTest
  @CsvSource({
    "tokenUrl, https://host/path, true",
    "tokenUrl, HTTP://127.0.0.1:8080, true",
    "tokenUrl, ftp://host, false",
    "tokenUrl, https:///path, false",
    "tokenUrl, https://user@host/, false",
    "tokenUrl, https://host/#part, false",
    "tokenUrl, host/path, false",
    "tokenUrl, ' ', false",
    "organization, https://dev.azure.com/acme, true",
    "organization, https://dev.azure.com/, false",
    "organization, '', true",
    "mode, fast, true",
    "mode, Fast, false",
  })
  void check_syntax(String field, String value, boolean sound) {
    fields.put(field, value);
    assertThat(TokenSources.check(new DemoKind(), credential()).isEmpty()).isEqualTo(sound);
  }
}
