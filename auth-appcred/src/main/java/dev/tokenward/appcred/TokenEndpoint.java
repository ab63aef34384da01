package dev.tokenward.appcred;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The network as MSAL4J sees it for one grant: the token endpoint and nothing else. Answers are
 * read here, so that no word of the server reaches MSAL4J, which logs and throws what it reads.
 */
final class TokenEndpoint implements IHttpClient {

  /** Below the engine's default patience, so that callers hear why instead of timing out. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final URI uri;
  private final TokenRuntime runtime;
  private @Nullable MintedToken token;

  TokenEndpoint(String name, Authority authority, TokenRuntime runtime) {
    this.name = name;
    this.uri = authority.tokenEndpoint();
    this.runtime = runtime;
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException {
    if (!uri.toString().equals(request.url().toString())) {
      throw new IllegalStateException("MSAL4J asks for more than the token endpoint");
    }
    MintedToken minted = new TokenAnswer(exchange(request)).token(name, runtime.clock().instant());
    token = minted;
    return new HttpResponse().statusCode(200).body(success(minted));
  }

  /** The token, once MSAL4J has returned without a failure; its own counts by the system clock. */
  MintedToken token() {
    if (token == null) {
      throw new IllegalStateException("MSAL4J returned without asking");
    }
    return token;
  }

  private HttpSender.Response exchange(HttpRequest request) {
    try {
      return runtime
          .http()
          .send(
              new HttpSender.Request("POST", uri, request.headers(), request.body(), LIMIT, true));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private TokenException unreachable(IOException failure) {
    String server = "https://" + uri.getAuthority();
    return new TokenException(
        TokenException.Reason.UNREACHABLE,
        "No answer from " + uri.getHost() + " to the request for " + name,
        failure instanceof SSLException
            ? "Check that this machine trusts the certificate of " + server + "."
            : "Check that this machine can reach " + server + ".");
  }

  /** The least that MSAL4J takes for success: it fails on an odd {@code expires_in}. */
  private static String success(MintedToken token) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = JsonProviders.createWriter(text)) {
      writer.writeMap(
          Map.of("token_type", "Bearer", "access_token", token.value(), "expires_in", "3600"),
          JsonWriter::writeString);
    }
    return text.toString();
  }
}
