package dev.tokenward.examples.library;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Patience;
import dev.tokenward.core.TokenRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives the clients of the Azure SDK their tokens from a {@link CachingTokenSource}. A claims
 * challenge, which their policy reads, goes on to the authorization server.
 */
public final class AzureCredential implements TokenCredential {

  private final CachingTokenSource source;

  /** Takes the tokens of {@code source}, which stays the caller's to close. */
  public AzureCredential(CachingTokenSource source) {
    this.source = source;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext context) {
    return Mono.fromFuture(() -> source.tokenAsync(request(context), Patience.DEFAULT))
        .map(AzureCredential::translate);
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext context) {
    return translate(source.token(request(context)));
  }

  private TokenRequest request(TokenRequestContext context) {
    TokenRequest scopes = TokenRequest.scopes(context.getScopes());
    String tenant = context.getTenantId();
    TokenRequest request = tenant == null ? scopes : scopes.tenant(tenant);
    String claims = context.getClaims();
    if (claims != null) {
      // The engine knows whether the held token answers these claims already.
      source.peek(request).ifPresent(held -> source.invalidate(held, new Challenge(claims)));
    }
    return request;
  }

  private static AccessToken translate(dev.tokenward.core.AccessToken token) {
    if (token instanceof MintedToken minted) {
      return new AccessToken(
          minted.value(), utc(minted.expiresAt()), utc(minted.refreshAt()), "Bearer");
    }
    throw new IllegalStateException("Azure takes minted tokens only, and this is a stored secret");
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
