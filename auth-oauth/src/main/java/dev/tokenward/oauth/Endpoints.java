package dev.tokenward.oauth;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a provider is asked for what, by the names of RFC 8414.
 *
 * @param byName as text, since the issuer need not be a URL that Java reads
 */
record Endpoints(Map<String, String> byName) {

  static final String AUTHORIZATION = "authorization_endpoint";
  static final String TOKEN = "token_endpoint";
  static final String DEVICE = "device_authorization_endpoint";
  static final String REVOCATION = "revocation_endpoint";
  static final String KEYS = "jwks_uri";
  static final String ISSUER = "issuer";

  /** Where the provider says all of these itself. */
  static final String DISCOVERY = "openid-configuration";

  /** Where an administrator consents for everybody. */
  static final String ADMIN_CONSENT = "admin_consent";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** Copies the map. */
  Endpoints {
    byName = Map.copyOf(byName);
  }

  Optional<URI> url(String name) {
    return Optional.ofNullable(byName.get(name)).map(URI::create);
  }

  /** These, and those of {@code more} that are missing here. */
  Endpoints or(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(byName);
    return new Endpoints(all);
  }

  /** Scheme, host and port, in one spelling. */
  static URI origin(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
    return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
  }

  /** Whether a secret may travel there: encrypted, or not leaving this machine. */
  static boolean isSafe(URI url) {
    return url.getHost() != null
        && ("https".equalsIgnoreCase(url.getScheme())
            || ("http".equalsIgnoreCase(url.getScheme()) && isLoopback(url)));
  }

  static boolean isLoopback(URI url) {
    return LOOPBACK.matcher(String.valueOf(url.getHost())).matches();
  }
}
