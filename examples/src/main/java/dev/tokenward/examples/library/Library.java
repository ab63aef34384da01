package dev.tokenward.examples.library;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.AuthorizedHttpClient;
import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Patience;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** What {@code docs/library.md} shows. */
public final class Library {

  // region scopes
  private static final TokenRequest ORDERS = TokenRequest.scopes("api://orders/.default");

  // endregion

  private static final String CODE = "https://app.vssps.visualstudio.com/vso.code";

  private Library() {}

  /** A token for another resource than the credential's own. */
  public static AccessToken orders(CachingTokenSource source) {
    return source.token(ORDERS);
  }

  /** A token for what a user may do, who called with a token made for this app. */
  public static AccessToken onBehalf(CachingTokenSource devOps, String usersToken) {
    // region on behalf
    var request = TokenRequest.scopes(CODE).onBehalfOf(usersToken);
    var token = devOps.token(request);
    // endregion
    return token;
  }

  /** A request that repairs its token. */
  public static HttpResponse<String> get(CachingTokenSource devOps, HttpClient client, URI url)
      throws IOException, InterruptedException {
    // region send
    var http = new AuthorizedHttpClient(devOps, client);
    var answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    // endregion
    return answer;
  }

  /** At most two seconds, for a token that lasts through a long upload. */
  public static CompletableFuture<AccessToken> forAnUpload(CachingTokenSource devOps) {
    // region patience
    var patience = Patience.atMost(Duration.ofSeconds(2)).minRemaining(Duration.ofMinutes(10));
    var token = devOps.tokenAsync(TokenRequest.DEFAULT, patience);
    // endregion
    return token;
  }

  /** What failed, for the one who can do something about it. */
  public static void report(CachingTokenSource devOps, Consumer<String> user) {
    // region failure
    try {
      devOps.token();
    } catch (TokenException e) {
      user.accept(e.getMessage() + ". " + e.nextStep());
    }
    // endregion
  }

  /** Through a client of one's own. */
  public static TokenRuntime trusting(SSLContext privateAuthority) {
    // region runtime
    var client = HttpClient.newBuilder().sslContext(privateAuthority).build();
    var runtime = TokenRuntime.system().withHttp(HttpSender.over(client));
    // endregion
    return runtime;
  }

  /** The engine around anything that gives tokens. */
  public static CachingTokenSource around(TokenSource mine) {
    // region around
    var settings = new CacheSettings(100, Duration.ofMillis(250), Duration.ofSeconds(10));
    var source =
        CachingTokenSource.around(
            "mine", mine, TokenRuntime.system(), settings, TokenListener.NONE);
    // endregion
    return source;
  }
}
