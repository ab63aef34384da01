package dev.tokenward.core;

/**
 * Gives an access token for a request.
 *
 * <p>A kind of credential implements this with one grant: no cache, no retry, no thread of its own.
 * {@link CachingTokenSource} adds all of that around any source. Implementations are thread-safe; a
 * test fake is a lambda.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * Returns a token that answers {@code request}.
   *
   * @throws TokenException when there is none; its {@link TokenException#reason() reason} and
   *     {@link TokenException#nextStep() next step} say what to do
   */
  AccessToken token(TokenRequest request);

  /** Returns a token for the credential's own scopes. */
  default AccessToken token() {
    return token(TokenRequest.DEFAULT);
  }
}
