package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network as MSAL4J sees it for one grant of a managed identity. Answers are read here, so that
 * no word of the endpoint reaches MSAL4J but two: the challenge of Azure Arc, which names a file,
 * and which identity it was, which MSAL4J compares there.
 */
final class MsalIdentityNetwork implements IHttpClient {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final List<String> WHO = List.of("client_id", "object_id", "msi_res_id");

  private final Exchange exchange;
  private final @Nullable String revoked;
  private @Nullable MintedToken token;

  /**
   * For one grant.
   *
   * @param revoked the SHA-256 of the token that a server refused, or null
   */
  MsalIdentityNetwork(Exchange exchange, @Nullable String revoked) {
    this.exchange = exchange;
    this.revoked = revoked;
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException {
    HttpSender.Response answer = answer(request);
    if (answer.status() == 401 && IdentitySource.isArc() && !asksAgain(request)) {
      return challenge(answer);
    }
    TokenAnswer read = new TokenAnswer(answer, IdentityRefusals.TABLE);
    MintedToken minted = read.token(exchange.name(), exchange.now());
    token = minted;
    return MsalNetwork.success(fields(read, minted));
  }

  /** The token, once MSAL4J has returned without a failure. */
  MintedToken token() {
    if (token == null) {
      throw new IllegalStateException("MSAL4J answered from its cache");
    }
    return token;
  }

  private HttpSender.Response answer(HttpRequest request) {
    try {
      return exchange.send(
          request.httpMethod().name(),
          uri(request.url().toString()),
          request.headers(),
          request.body() == null ? "" : request.body());
    } catch (TokenException e) {
      throw e.reason() == Reason.UNREACHABLE
          ? IdentityRefusals.TABLE.of(exchange.name(), IdentityRefusals.NO_ANSWER)
          : e;
    }
  }

  private URI uri(String url) {
    if (!url.contains("resource=")) {
      throw new IllegalStateException("MSAL4J asks for more than the identity endpoint");
    }
    return URI.create(
        revoked == null || !IdentitySource.isAppService()
            ? url
            : url + "&token_sha256_to_refresh=" + revoked);
  }

  private static boolean asksAgain(HttpRequest request) {
    return request.headers().containsKey("Authorization");
  }

  private static IHttpResponse challenge(HttpSender.Response answer) {
    HttpResponse challenge = new HttpResponse().statusCode(401).body("{}");
    challenge.addHeaders(Map.of(CHALLENGE, List.of(answer.header(CHALLENGE).orElse(""))));
    return challenge;
  }

  private static Map<String, String> fields(TokenAnswer answer, MintedToken minted) {
    Map<String, String> fields = new HashMap<>();
    fields.put("token_type", "Bearer");
    // MSAL4J keeps it for as long as the program lives, and is never asked for it.
    fields.put("access_token", "kept-elsewhere");
    fields.put("expires_on", String.valueOf(minted.expiresAt().getEpochSecond()));
    WHO.forEach(field -> fields.put(field, answer.text(field)));
    return fields;
  }
}
