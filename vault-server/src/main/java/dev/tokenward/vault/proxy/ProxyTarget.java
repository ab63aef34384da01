package dev.tokenward.vault.proxy;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * A request target of the proxy, {@code /proxy/{name}/{path}}, byte for byte as it came: what is
 * decided on here is what is sent upstream.
 *
 * @param credential the name after {@code /proxy/}
 * @param path the upstream's path, with its leading slash
 * @param query without the question mark, or null
 */
record ProxyTarget(String credential, String path, @Nullable String query) {

  private static final String ROOT = "/proxy";
  private static final String PREFIX = ROOT + "/";

  /** Whether a raw path belongs to the proxy at all. */
  static boolean owns(@Nullable String path) {
    return path != null && (path.equals(ROOT) || path.startsWith(PREFIX));
  }

  /** The parts of a request target; empty where it names no credential or nothing upstream. */
  static Optional<ProxyTarget> of(HttpURI uri) {
    String path = String.valueOf(uri.getPath());
    int end = path.indexOf('/', PREFIX.length());
    return end > PREFIX.length()
        ? Optional.of(
            new ProxyTarget(
                path.substring(PREFIX.length(), end), path.substring(end), uri.getQuery()))
        : Optional.empty();
  }

  /** Whether git asks, by a raw path: it shows its user a line of text, and no JSON. */
  static boolean git(@Nullable String path) {
    return path != null && path.toLowerCase(Locale.ROOT).contains("/_git/");
  }

  /** Whether it asks for another host of Azure DevOps, such as {@code @pkgs}. */
  boolean siblingHost() {
    return path.startsWith("/@");
  }

  /** Path and query, as they are sent. */
  String pathAndQuery() {
    return query == null ? path : path + "?" + query;
  }

  /** The text that comes before an upstream path in a link to this credential's proxy. */
  String prefix() {
    return PREFIX + credential;
  }
}
