package dev.tokenward.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The engine around any source. */
public final class CachingTokenSource implements TokenSource, AutoCloseable {

  private final TokenSource source;

  CachingTokenSource(
      TokenSource source, TokenRuntime runtime, TokenListener listener, Runnable onClose) {
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    return token(request, Patience.DEFAULT);
  }

  /** Returns a token within {@code patience}. */
  public AccessToken token(TokenRequest request, Patience patience) {
    return source.token(request);
  }

  /** Like {@link #token(TokenRequest, Patience)}, without a thread that waits. */
  public CompletableFuture<AccessToken> tokenAsync(TokenRequest request, Patience patience) {
    return CompletableFuture.completedFuture(source.token(request));
  }

  /** The held token, if it is usable; never waits, never asks upstream. */
  public Optional<AccessToken> peek(TokenRequest request) {
    return Optional.empty();
  }

  /** Gives up {@code token} if it is still held; says whether it was. */
  public boolean invalidate(AccessToken token) {
    return false;
  }

  @Override
  public void close() {}
}
