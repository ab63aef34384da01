package dev.tokenward.benchmarks.engine;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.implementation.AccessTokenCache;
import java.time.ZoneOffset;
import reactor.core.publisher.Mono;

/** The cache of one token that azure-core's bearer policy keeps before any credential. */
final class AzureCore implements TokenCache {

  private final AccessTokenCache cache;
  private final String scope = Scopes.upTo(1)[0];
  private final TokenRequestContext request = AzureIdentity.request(scope);
  private final TokenRequestContext challenged =
      AzureIdentity.request(scope).setClaims("{\"access_token\":{}}");

  AzureCore(Provider provider, int keys) {
    this.cache = new AccessTokenCache(new Asking(provider));
  }

  private record Asking(Provider provider) implements TokenCredential {

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.fromSupplier(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      Answer answer = provider.ask().orThrow();
      return new AccessToken(answer.token(), answer.expiresAt().atOffset(ZoneOffset.UTC));
    }
  }

  @Override
  public Object hit(int key) {
    return cache.getTokenSync(request, true);
  }

  @Override
  public Object build(int key) {
    return cache.getTokenSync(AzureIdentity.request(scope), true);
  }

  /** By the claims challenge that came with the refusal: there is no other way. */
  @Override
  public Object refused(int key, Object token) {
    return cache.getTokenSync(challenged, true);
  }
}
