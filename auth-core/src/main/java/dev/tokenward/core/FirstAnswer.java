package dev.tokenward.core;

import dev.tokenward.core.azuredevops.Refusal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the first answer to a request. One that refuses the token, where another may be had, never
 * reaches the caller's handler: it may be one that writes to a file, or opens a stream.
 */
final class FirstAnswer<T> implements BodyHandler<T> {

  private final CachingTokenSource source;
  private final AccessToken token;
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private volatile boolean refusal;

  FirstAnswer(
      CachingTokenSource source, AccessToken token, HttpRequest request, BodyHandler<T> handler) {
    this.source = source;
    this.token = token;
    this.request = AuthorizedHttpClient.authorized(request, token);
    this.handler = handler;
  }

  /** The request with its token. */
  HttpRequest request() {
    return request;
  }

  /** What the caller does with the answer. */
  BodyHandler<T> handler() {
    return handler;
  }

  /** Whether the request has to be sent again; known when its answer is. */
  boolean isRefusal() {
    return refusal;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo answer) {
    refusal = refuses(answer) && anotherMayHelp(answer);
    return refusal ? nobody() : handler.apply(answer);
  }

  private static boolean refuses(ResponseInfo answer) {
    return Refusal.of(answer.statusCode(), answer.headers()::allValues, "")
        .map(Refusal::kind)
        .filter(kind -> kind == Refusal.Kind.SIGN_IN ? isSignIn(answer) : kind.ofToken())
        .isPresent();
  }

  /** A proxy on the way makes 203 of 200 (RFC 9110, 15.3.4); only a page asks to sign in. */
  private static boolean isSignIn(ResponseInfo answer) {
    return answer.statusCode() != 203 || isPage(answer.headers().firstValue("Content-Type"));
  }

  private static boolean isPage(Optional<String> contentType) {
    return contentType.filter(type -> type.regionMatches(true, 0, "text/html", 0, 9)).isPresent();
  }

  private boolean anotherMayHelp(ResponseInfo answer) {
    boolean givenUp =
        Challenge.in(answer.headers().allValues("WWW-Authenticate"))
            .map(challenge -> source.invalidate(token, challenge))
            .orElseGet(() -> source.invalidate(token));
    return token instanceof MintedToken && canBeSentAgain(request) && (givenUp || !stillHeld());
  }

  static boolean canBeSentAgain(HttpRequest request) {
    return request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L) >= 0;
  }

  private boolean stillHeld() {
    TokenRequest key = token.request();
    return key == null || source.peek(key).filter(token::equals).isPresent();
  }

  // The answer is not returned, so nobody sees that it has no body.
  @SuppressWarnings("NullAway")
  static <T> BodySubscriber<T> nobody() {
    return BodySubscribers.<@Nullable T>replacing(null);
  }
}
