package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Client credentials (RFC 6749, 4.4) by MSAL4J, which here builds the request and nothing more:
 * cache, retries, threads, dates and network are the engine's.
 */
final class MsalGrant implements Grant {

  private final EntraApp app;
  private final Proof proof;
  private final TokenRuntime runtime;

  MsalGrant(EntraApp app, Proof proof, TokenRuntime runtime) {
    this.app = app;
    this.proof = proof;
    this.runtime = runtime;
  }

  @Override
  public MintedToken acquire(Authority authority, String scope, @Nullable String claims) {
    TokenEndpoint endpoint = new TokenEndpoint(app.name(), authority, runtime);
    var parameters =
        ClientCredentialParameters.builder(Set.of(scope))
            .skipCache(true)
            .claims(claims == null ? null : claims(claims))
            .build();
    try {
      application(authority, endpoint).acquireToken(parameters).join();
      return endpoint.token();
    } catch (CompletionException e) {
      throw ownFailure(e);
    }
  }

  private ClaimsRequest claims(String json) {
    try {
      return ClaimsRequest.formatAsClaimsRequest(json);
    } catch (RuntimeException e) {
      // The cause would repeat what a server wrote.
      throw new TokenException(
          TokenException.Reason.REJECTED,
          "A server demands claims of the token for " + app.name() + " that cannot be read",
          "Report it to whoever runs the server that answered the claims challenge.");
    }
  }

  /** A new one each time: its cache takes every token and never gives one up. */
  private ConfidentialClientApplication application(Authority authority, TokenEndpoint endpoint) {
    try {
      return ConfidentialClientApplication.builder(app.clientId(), proof.at(authority))
          .authority(authority.url())
          .instanceDiscovery(false)
          .validateAuthority(false)
          .disableInternalRetries()
          .sendX5c(proof.sendsChain())
          .executorService(new InlineExecutor())
          .httpClient(endpoint)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("A checked authority is a URL", e);
    }
  }

  /**
   * The failure that {@link TokenEndpoint} threw, without MSAL4J's wrapping of it: an exception of
   * its own may hold text that is not ours.
   */
  private TokenException ownFailure(CompletionException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenException own) {
        return own;
      }
    }
    return new TokenException(
        TokenException.Reason.UNREACHABLE,
        "The grant of " + app.name() + " failed inside MSAL4J",
        "Try again; if it stays, turn on the logger com.microsoft.aad.msal4j and report it.");
  }
}
