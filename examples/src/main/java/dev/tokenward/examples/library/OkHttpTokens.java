package dev.tokenward.examples.library;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.TokenException;
import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Puts tokens into the requests of an OkHttp client. A refused one is given up, and OkHttp sends
 * the request once more with another, unless its body can be read only once.
 */
public final class OkHttpTokens implements Interceptor, Authenticator {

  private final CachingTokenSource source;

  private OkHttpTokens(CachingTokenSource source) {
    this.source = source;
  }

  /** Has the client that {@code builder} makes send the tokens of {@code source}. */
  public static OkHttpClient.Builder install(
      CachingTokenSource source, OkHttpClient.Builder builder) {
    OkHttpTokens tokens = new OkHttpTokens(source);
    return builder.addInterceptor(tokens).authenticator(tokens);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!request.isHttps()) {
      throw new IOException("A token is not sent to " + request.url().host() + " without TLS");
    }
    return chain.proceed(authorized(request, token()));
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws IOException {
    Request request = response.request();
    AccessToken refused = request.tag(AccessToken.class);
    if (refused == null || response.priorResponse() != null || !carriesToken(request)) {
      return null;
    }
    giveUp(refused, response);
    AccessToken other = token();
    return other.equals(refused) ? null : authorized(request, other);
  }

  /** OkHttp hands only an {@link IOException} to whoever made an asynchronous call. */
  private AccessToken token() throws IOException {
    try {
      return source.token();
    } catch (TokenException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** OkHttp takes the header out where a redirect leads to another host: none is put in there. */
  private static boolean carriesToken(Request request) {
    return request.header("Authorization") != null;
  }

  private void giveUp(AccessToken refused, Response response) {
    Challenge.in(response.headers("WWW-Authenticate"))
        .ifPresentOrElse(
            challenge -> source.invalidate(refused, challenge), () -> source.invalidate(refused));
  }

  private static Request authorized(Request request, AccessToken token) {
    return request
        .newBuilder()
        .header("Authorization", token.authorization())
        // Azure DevOps then says 401 instead of showing a page to sign in.
        .header("X-TFS-FedAuthRedirect", "Suppress")
        .tag(AccessToken.class, token)
        .build();
  }
}
