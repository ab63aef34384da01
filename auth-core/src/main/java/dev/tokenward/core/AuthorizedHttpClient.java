package dev.tokenward.core;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
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
 * <p>Nothing else is repeated: neither what was throttled nor what broke off, since only the caller
 * knows whether a request may be made twice. A timeout of the request counts for each sending and
 * not for the wait for a token, which {@link Patience} bounds.
 *
 * <p>Immutable and thread-safe. Closing the source is the caller's.
 */
public final class AuthorizedHttpClient {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private final CachingTokenSource source;
  private final HttpClient client;
  private final TokenRequest asked;
  private final Patience patience;

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
    this.source = source;
    this.client = JdkHttpSender.followingNothing(client);
    this.asked = asked;
    this.patience = patience;
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
    return source
        .tokenAsync(asked, patience)
        .thenCompose(token -> sendAsync(new FirstAnswer<>(source, token, request, handler)));
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
