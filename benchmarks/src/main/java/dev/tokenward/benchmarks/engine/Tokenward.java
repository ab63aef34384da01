package dev.tokenward.benchmarks.engine;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import java.util.Arrays;

/** The engine of this project, around a source that asks the provider. */
final class Tokenward implements TokenCache {

  private final CachingTokenSource source;
  private final String[] scopes;
  private final TokenRequest[] requests;

  Tokenward(Provider provider, int keys) {
    CacheSettings usual = CacheSettings.DEFAULT;
    this.source =
        CachingTokenSource.around(
            "benchmark",
            request -> minted(provider.ask()),
            TokenRuntime.system(),
            new CacheSettings(Math.max(keys, 1_000), usual.staleWait(), usual.flightLimit()),
            TokenListener.NONE);
    this.scopes = Scopes.upTo(keys);
    this.requests = Arrays.stream(scopes).map(TokenRequest::scopes).toArray(TokenRequest[]::new);
  }

  private static AccessToken minted(Answer answer) {
    if (!answer.ok()) {
      throw new TokenException(
          TokenException.Reason.UNREACHABLE, "The provider is down", "Wait until it is back.");
    }
    return MintedToken.bearer(answer.token(), answer.issuedAt(), answer.life());
  }

  @Override
  public Object hit(int key) {
    return source.token(requests[key]);
  }

  @Override
  public Object build(int key) {
    return source.token(TokenRequest.scopes(scopes[key]));
  }

  @Override
  public Object refused(int key, Object token) {
    source.invalidate((AccessToken) token);
    return hit(key);
  }
}
