package dev.tokenward.testkit.grants;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where an app may have its answers sent. Thread-safe. */
public final class RedirectUris {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final List<String> registered = new CopyOnWriteArrayList<>();

  /** Creates a list without entries. */
  public RedirectUris() {}

  /** Registers {@code uri}. */
  public void add(String uri) {
    registered.add(uri);
  }

  /** Whether {@code presented} is registered, character by character. */
  public boolean exactly(String presented) {
    return registered.contains(presented);
  }

  /**
   * The same, but at loopback by http the port does not matter (RFC 8252, 7.3), nor whether an
   * empty path is a slash. Host names are not swapped: {@code localhost} is not {@code 127.0.0.1}.
   */
  public boolean withAnyPortOfLoopback(String presented) {
    Optional<URI> withoutPort = loopback(presented);
    return exactly(presented)
        || (withoutPort.isPresent()
            && registered.stream().map(RedirectUris::loopback).anyMatch(withoutPort::equals));
  }

  /** Whether {@code uri} is https, or leads to the machine that the browser runs on. */
  public static boolean isSafe(String uri) {
    return loopback(uri).isPresent() || parsed(uri).filter(RedirectUris::isHttps).isPresent();
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(uri.getScheme()) && uri.getHost() != null;
  }

  private static Optional<URI> loopback(String uri) {
    return parsed(uri)
        .filter(each -> "http".equals(each.getScheme()) && each.getRawUserInfo() == null)
        .filter(each -> LOOPBACK.contains(Objects.requireNonNullElse(each.getHost(), "")))
        .map(RedirectUris::withoutPort);
  }

  private static URI withoutPort(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
    return URI.create("http://" + uri.getHost() + path + query + fragment);
  }

  private static Optional<URI> parsed(String uri) {
    try {
      return Optional.of(new URI(uri));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
