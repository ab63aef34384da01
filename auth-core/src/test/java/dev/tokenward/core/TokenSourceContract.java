package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What every kind of credential promises as a bare {@link TokenSource}: a token that authorizes and
 * hides its text, from a stored secret that shows nowhere. A kind whose tokens are minted upstream
 * extends {@link MintingSourceContract}, which promises more.
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

  TokenSource source() {
    return open(clock.runtime(upstream), Secret.of(secret));
  }
}
