package dev.tokenward.core;

import dev.tokenward.core.azuredevops.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Sends requests of {@code java.net.http} with a token:
 *
 * <pre>{@code
 * var devOps = new AuthorizedHttpClient(source, HttpClient.newHttpClient());
 * devOps.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
 * }</pre>
 *
 * <ul>
 *   <li>The header {@code Authorization} is set, replacing one that the request has.
 *   <li>When the token is refused, it is given up and the request is sent once more with another.
 *       Refused is: 401, with a claims challenge or without, and the page to sign in that Azure
 *       DevOps shows instead, as 203 or as a redirect. What the second answer says is returned.
 *   <li>It is sent once more only if that can help and do no harm: the token was minted, the source
 *       has or gets another ({@link CachingTokenSource#invalidate(AccessToken)} says when not), and
 *       the body is none or of a known length. {@code BodyPublishers.ofInputStream} is of unknown
 *       length: such a request is sent once.
 *   <li>Redirects are answers: none is followed, so no token goes where it was not sent on purpose.
 *   <li>Nothing is sent without TLS but to the machine itself (RFC 6750, 5.3).
 * </ul>
 *
 * <p>Nothing else is repeated, since only the caller knows whether a request may be made twice;
 * with {@link #retrying}, what Azure DevOps throttles is. A timeout of the request counts for each
 * sending and not for the wait for a token, which {@link Patience} bounds.
 *
 * <p>Immutable and thread-safe. Closing the source is the caller's.
 */
public final class AuthorizedHttpClient {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** Safe or idempotent (RFC 9110, 9.2). */
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  private final CachingTokenSource source;
  private final HttpClient client;
  private final TokenRequest asked;
  private final Patience patience;
  private final RetryPolicy retries;

  /**
   * Sends with {@code source}'s token for the credential's own scopes.
   *
   * @throws IllegalArgumentException when {@code client} follows redirects: the token would follow
   *     with them
   */
  public AuthorizedHttpClient(CachingTokenSource source, HttpClient client) {
    this(source, client, TokenRequest.DEFAULT, Patience.DEFAULT);
  }

  /**
   * Sends with {@code source}'s token for {@code asked}, waiting for it within {@code patience}.
   *
   * @throws IllegalArgumentException when {@code client} follows redirects: the token would follow
   *     with them
   */
  public AuthorizedHttpClient(
      CachingTokenSource source, HttpClient client, TokenRequest asked, Patience patience) {
    this(source, JdkHttpSender.followingNothing(client), asked, patience, RetryPolicy.NONE);
  }

  private AuthorizedHttpClient(
      CachingTokenSource source,
      HttpClient client,
      TokenRequest asked,
      Patience patience,
      RetryPolicy retries) {
    this.source = source;
    this.client = client;
    this.asked = asked;
    this.patience = patience;
    this.retries = retries;
  }

  /**
   * This client, sending a request once more when the answer asks for it as {@code policy} says,
   * such as {@link RetryPolicy#DEFAULT}: only what may be repeated, by its method (GET, HEAD,
   * OPTIONS, PUT, DELETE) and by a body of known length. {@link #send} blocks during the waits.
   */
  public AuthorizedHttpClient retrying(RetryPolicy policy) {
    return new AuthorizedHttpClient(source, client, asked, patience, policy);
  }

  /**
   * Sends {@code request} and waits for the answer.
   *
   * @throws TokenException when there is no token, or none but a refused one
   * @throws IOException when no answer came
   * @throws IllegalArgumentException when the token would travel in the clear
   */
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    requireSafe(request.uri());
    for (int repeated = 0; ; repeated++) {
      Throttled<T> throttled = throttled(request, handler, repeated);
      HttpResponse<T> answer = sendNow(request, throttled);
      Duration pause = throttled.pause();
      if (pause == null) {
        return answer;
      }
      source.runtime().pause(pause);
    }
  }

  private <T> Throttled<T> throttled(HttpRequest request, BodyHandler<T> handler, int repeated) {
    boolean repeatable =
        REPEATABLE.contains(request.method()) && FirstAnswer.canBeSentAgain(request);
    return new Throttled<>(repeatable ? retries : RetryPolicy.NONE, repeated, handler);
  }

  private <T> HttpResponse<T> sendNow(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    AccessToken token = source.token(asked, patience);
    FirstAnswer<T> first = new FirstAnswer<>(source, token, request, handler);
    HttpResponse<T> answer = client.send(first.request(), first);
    return first.isRefusal()
        ? client.send(authorized(request, source.token(asked, patience)), handler)
        : answer;
  }

  /**
   * Like {@link #send}, without a thread that waits. The future fails with what {@code send}
   * throws; what depends on it runs where it would with {@link HttpClient#sendAsync}.
   *
   * @throws IllegalArgumentException when the token would travel in the clear
   */
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    requireSafe(request.uri());
    return sendAsync(request, handler, 0);
  }

  private <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, int repeated) {
    Throttled<T> throttled = throttled(request, handler, repeated);
    return source
        .tokenAsync(asked, patience)
        .thenCompose(token -> sendAsync(new FirstAnswer<>(source, token, request, throttled)))
        .thenCompose(
            answer -> {
              Duration pause = throttled.pause();
              return pause == null
                  ? CompletableFuture.completedFuture(answer)
                  : after(pause).thenCompose(over -> sendAsync(request, handler, repeated + 1));
            });
  }

  private CompletableFuture<Boolean> after(Duration pause) {
    TokenRuntime runtime = source.runtime();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    runtime.timer().after(pause, () -> runtime.executor().execute(() -> over.complete(true)));
    return over;
  }

  private <T> CompletableFuture<HttpResponse<T>> sendAsync(FirstAnswer<T> first) {
    return client
        .sendAsync(first.request(), first)
        .thenCompose(
            answer ->
                first.isRefusal() ? sendAgain(first) : CompletableFuture.completedFuture(answer));
  }

  private <T> CompletableFuture<HttpResponse<T>> sendAgain(FirstAnswer<T> first) {
    return source
        .tokenAsync(asked, patience)
        .thenCompose(
            token -> client.sendAsync(authorized(first.request(), token), first.handler()));
  }

  static HttpRequest authorized(HttpRequest request, AccessToken token) {
    return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"))
        .header("Authorization", token.authorization())
        .build();
  }

  private static void requireSafe(URI uri) {
    String host = String.valueOf(uri.getHost());
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "A token is not sent to " + host + " without TLS; take https");
    }
  }
}
