package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Sends the requests of one credential.
 *
 * @param name the credential's, for messages
 */
record Exchange(String name, TokenRuntime runtime) {

  /** Below the engine's default patience, so that callers hear why instead of timing out. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  /** Sends what may be sent again where no answer came. */
  HttpSender.Response send(String method, URI uri, Map<String, String> headers, String body) {
    return send(new HttpSender.Request(method, uri, headers, body, LIMIT, true));
  }

  /**
   * Sends {@code request}.
   *
   * @throws TokenException for {@code UNREACHABLE} where no answer comes
   */
  HttpSender.Response send(HttpSender.Request request) {
    try {
      return runtime.http().send(request);
    } catch (IOException e) {
      throw unreachable(request.uri(), e);
    }
  }

  Instant now() {
    return runtime.clock().instant();
  }

  private TokenException unreachable(URI uri, IOException failure) {
    String server = uri.getScheme() + "://" + uri.getAuthority();
    return new TokenException(
        TokenException.Reason.UNREACHABLE,
        "No answer from " + uri.getHost() + " to the request for " + name,
        failure instanceof SSLException
            ? "Check that this machine trusts the certificate of " + server + "."
            : "Check that this machine can reach " + server + ".");
  }
}
