package dev.tokenward.appcred;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network as MSAL4J sees it for one grant: the token endpoint and nothing else. Answers are
 * read here, so that no word of the server reaches MSAL4J, which logs and throws what it reads.
 */
final class MsalNetwork implements IHttpClient {

  private final Exchange exchange;
  private final URI uri;
  private @Nullable MintedToken token;

  MsalNetwork(String name, Authority authority, TokenRuntime runtime) {
    this.exchange = new Exchange(name, runtime);
    this.uri = authority.tokenEndpoint();
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException {
    if (!uri.toString().equals(request.url().toString())) {
      throw new IllegalStateException("MSAL4J asks for more than the token endpoint");
    }
    HttpSender.Response answer = exchange.send("POST", uri, request.headers(), request.body());
    MintedToken minted =
        new TokenAnswer(answer, EntraRefusals.TABLE).token(exchange.name(), exchange.now());
    token = minted;
    return success(
        Map.of("token_type", "Bearer", "access_token", minted.value(), "expires_in", "3600"));
  }

  /** The token, once MSAL4J has returned without a failure; its own counts by the system clock. */
  MintedToken token() {
    if (token == null) {
      throw new IllegalStateException("MSAL4J returned without asking");
    }
    return token;
  }

  /** The least that MSAL4J takes for success: it fails on an odd {@code expires_in}. */
  static IHttpResponse success(Map<String, String> fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = JsonProviders.createWriter(text)) {
      writer.writeMap(fields, JsonWriter::writeString);
    }
    return new HttpResponse().statusCode(200).body(text.toString());
  }
}
