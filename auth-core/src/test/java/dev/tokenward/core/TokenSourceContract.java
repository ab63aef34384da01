package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every kind of credential promises as a bare {@link TokenSource}: a token that authorizes and
 * hides its text, from a stored secret that shows nowhere, on any thread, for any request. A kind
 * says how it is opened and nothing else. One whose tokens are minted upstream extends {@link
 * MintingSourceContract}, which promises more and takes the script of the upstream.
 */
public abstract class TokenSourceContract {

  final LeakProbe probe = new LeakProbe();
  final String secret = probe.canary("secret");
  final FakeClock clock = new FakeClock();
  final ScriptedUpstream upstream = new ScriptedUpstream();

  /** Opens the kind's source, without the engine, around a stored secret. */
  protected abstract TokenSource open(TokenRuntime runtime, Secret secret);

  /** Scripts one good answer, where the kind asks upstream at all. */
  void expectGrant() {}

  @Test
  void token_authorizesAndHidesItsText() {
    expectGrant();
    AccessToken token = source().token();
    assertThat(token.authorization()).matches("(Bearer|Basic) \\S+");
    assertThat(token.toString()).doesNotContain(token.authorization().replaceFirst(".* ", ""));
    probe.see("text form", token.toString()).assertClean();
  }

  @Test
  void token_sends_noSecretInTheUrl() {
    expectGrant();
    source().token();
    probe.see("URLs", "");
    upstream.requests().forEach(request -> probe.see("URLs", request.uri().toString()));
    probe.assertClean();
  }

  @Test
  void source_textForm_hidesTheSecret() {
    probe.see("text form", String.valueOf(source())).assertClean();
  }

  @ParameterizedTest
  @MethodSource("unlikelyRequests")
  void token_askedForWhatTheKindMayNotGive_isATokenOrSaysWhatToDo(TokenRequest request) {
    expectGrant();
    try {
      assertThat(source().token(request).authorization()).isNotBlank();
    } catch (TokenException e) {
      assertThat(e.reason()).isEqualTo(TokenException.Reason.CONFIGURATION);
      assertThat(e.nextStep()).isNotBlank();
      assertThat(upstream.requests()).as("the secret stays here").isEmpty();
      probe.see("exception", e).assertClean();
    }
  }

  static Stream<TokenRequest> unlikelyRequests() {
    return Stream.of(
        TokenRequest.scopes("no.such.scope"),
        TokenRequest.scopes("two", "words"),
        TokenRequest.scopes("line\nend \u00e9&scope=more"),
        TokenRequest.DEFAULT.tenant("fabrikam.com"),
        TokenRequest.DEFAULT.tenant("../no tenant?"),
        TokenRequest.DEFAULT.onBehalfOf("some-users-token"));
  }

  @Test
  void token_fromManyThreads_authorizesEach() {
    expectGrant();
    TokenSource shared = source();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<AccessToken>> answers =
          IntStream.range(0, 32)
              .mapToObj(i -> CompletableFuture.supplyAsync(shared::token, threads))
              .toList();
      assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void token_underTheEngine_isKeptAndGivenUp() {
    expectGrant();
    TokenRuntime runtime = clock.runtime(upstream);
    try (CachingTokenSource kept =
        CachingTokenSource.around(
            "contract", source(), runtime, CacheSettings.DEFAULT, TokenListener.NONE)) {
      AccessToken token = kept.token();
      assertThat(kept.token()).isSameAs(token);
      assertThat(upstream.requests()).hasSizeLessThanOrEqualTo(1);
      assertThat(kept.invalidate(token)).isTrue();
      assertThat(kept.token()).isNotSameAs(token);
    }
  }

  TokenSource source() {
    return open(clock.runtime(upstream), Secret.of(secret));
  }
}
