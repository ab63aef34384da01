package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** What no proxied request may be or carry, wherever it goes. */
final class RequestChecks {

  // A method in another case would be decided as one and sent as another.
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final List<String> OVERRIDES =
      List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

  private final String ownOrigin;

  RequestChecks(URI publicUrl) {
    this.ownOrigin = publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
  }

  /**
   * Refuses a request by its method and headers.
   *
   * @throws RefusedException for {@code BAD_INPUT} or {@code RULE_REFUSES}
   */
  void check(Request request) {
    if (!METHODS.contains(request.getMethod())) {
      throw badInput("This method is not proxied", "method");
    }
    HttpFields headers = request.getHeaders();
    for (String name : OVERRIDES) {
      if (headers.contains(name)) {
        throw badInput("A request is judged by its method, so none may override it", name);
      }
    }
    checkUpgrade(headers);
    checkBrowser(headers);
  }

  // The JDK's client offers h2c with every first request, and takes HTTP/1.1 when it is ignored.
  // Any other protocol would be answered as if it had been spoken.
  private static void checkUpgrade(HttpFields headers) {
    for (String protocol : headers.getValuesList("Upgrade")) {
      if (!"h2c".equalsIgnoreCase(protocol)) {
        throw badInput("The proxy speaks HTTP/1.1 and upgrades to nothing", "Upgrade");
      }
    }
  }

  private void checkBrowser(HttpFields headers) {
    if ("navigate".equalsIgnoreCase(headers.get("Sec-Fetch-Mode"))) {
      throw refused("The proxy shows no pages; open Azure DevOps itself");
    }
    for (String origin : headers.getValuesList("Origin")) {
      if (!ownOrigin.equalsIgnoreCase(origin)) {
        throw refused("The proxy serves no page of another origin");
      }
    }
  }

  private static RefusedException badInput(String message, String field) {
    return new RefusedException(Reason.BAD_INPUT, message, field, null);
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Reason.RULE_REFUSES, message);
  }
}
