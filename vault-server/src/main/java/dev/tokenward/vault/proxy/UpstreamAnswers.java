package dev.tokenward.vault.proxy;

import dev.tokenward.core.azuredevops.Refusal;
import dev.tokenward.vault.access.RefusedException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Reads what an upstream answer means, from its status and headers alone. */
final class UpstreamAnswers {

  private static final URI NOWHERE = URI.create("about:blank");

  private final String publicUrl;

  UpstreamAnswers(URI publicUrl) {
    this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
  }

  /** How the upstream refused the token, told by status and headers; empty if it took it. */
  static Optional<Refusal> refusal(Response answer) {
    return Refusal.of(answer.getStatus(), answer.getHeaders()::getValuesList, "")
        .filter(each -> each.kind().ofToken());
  }

  /**
   * Refuses an answer that opens a tunnel: nobody asked for one, and what goes through it could not
   * be decided.
   *
   * @throws RefusedException for {@code UPSTREAM_REFUSED}
   */
  static void requireFinal(Response answer) {
    if (HttpStatus.isInformational(answer.getStatus())) {
      throw new RefusedException(
          RefusedException.Reason.UPSTREAM_REFUSED,
          "Azure DevOps switched to another protocol, which the proxy does not speak");
    }
  }

  private static String location(Response answer) {
    return String.valueOf(answer.getHeaders().get(HttpHeader.LOCATION));
  }

  /**
   * The {@code Location} of an answer as a link to the proxy; empty if there is none, or where it
   * only says that something was made elsewhere.
   *
   * @throws RefusedException for {@code UPSTREAM_REFUSED} when it redirects out of the organization
   */
  Optional<String> location(Response answer, ProxyExchange exchange) {
    if (!answer.getHeaders().contains(HttpHeader.LOCATION)) {
      return Optional.empty();
    }
    URI base = exchange.use().organization().baseUrl();
    URI link = link(location(answer), exchange);
    if (origin(link).equals(origin(base)) && under(link, base)) {
      String query = link.getRawQuery() == null ? "" : "?" + link.getRawQuery();
      return Optional.of(publicUrl + exchange.target().prefix() + link.getRawPath() + query);
    }
    if (HttpStatus.isRedirection(answer.getStatus())) {
      throw foreign(link.getHost());
    }
    return Optional.empty();
  }

  private static URI link(String location, ProxyExchange exchange) {
    try {
      return exchange.upstream().resolve(location).normalize();
    } catch (IllegalArgumentException e) {
      return NOWHERE;
    }
  }

  private static boolean under(URI link, URI base) {
    String root = base.getPath().replaceAll("/+$", "").toLowerCase(Locale.ROOT);
    String path = String.valueOf(link.getPath()).toLowerCase(Locale.ROOT);
    return path.equals(root) || path.startsWith(root + "/");
  }

  private static String origin(URI uri) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }

  private static RefusedException foreign(@Nullable String host) {
    return new RefusedException(
        RefusedException.Reason.UPSTREAM_REFUSED,
        "Azure DevOps redirected the request to "
            + (host == null ? "no proper address" : host)
            + ", out of the credential's organization; the vault does not follow");
  }
}
