package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Any server that mints tokens for clients (RFC 6749, 4.4), and who asks it for what.
 *
 * @param name the credential's, for messages
 * @param url the token endpoint
 * @param scopes what is asked for where a request names nothing; may be none
 * @param audience for whom the token is, in the server's own word; may be empty
 * @param resource for whom the token is, as RFC 8707 says it; may be empty
 */
record TokenServer(
    String name, URI url, String clientId, List<String> scopes, String audience, String resource) {

  static final String TOKEN_URL = "tokenUrl";
  static final String CLIENT_ID = "clientId";
  static final String SCOPE = "scope";
  static final String AUDIENCE = "audience";
  static final String RESOURCE = "resource";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /**
   * The server that {@code credential} names.
   *
   * @throws IllegalArgumentException when a field is wrong
   */
  static TokenServer of(Credential credential) {
    return new TokenServer(
        credential.name(),
        url(credential),
        clientId(credential),
        scopes(credential),
        text(credential, AUDIENCE),
        resource(credential));
  }

  /** Scheme, host and port. */
  URI origin() {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
    return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
  }

  static URI url(Credential credential) {
    URI url = URI.create(text(credential, TOKEN_URL));
    if (!isSafe(url)) {
      throw new IllegalArgumentException(
          "must begin with https://: a secret is sent there, in clear only to this machine itself");
    }
    return url;
  }

  private static boolean isSafe(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        || LOOPBACK.matcher(String.valueOf(url.getHost())).matches();
  }

  /** Whether {@code text} is the URL of a server that a secret may be sent to, up to its path. */
  static boolean takesSecrets(String text) {
    try {
      URI url = URI.create(text);
      return url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null
          && isSafe(url);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static String clientId(Credential credential) {
    String clientId = text(credential, CLIENT_ID);
    if (!clientId.matches("[ -~]+")) {
      throw new IllegalArgumentException(
          "must be the client's id, in letters, digits and signs of ASCII (RFC 6749, A.1)");
    }
    return clientId;
  }

  static List<String> scopes(Credential credential) {
    List<String> scopes =
        Arrays.stream(text(credential, SCOPE).split("\\s+"))
            .filter(scope -> !scope.isEmpty())
            .toList();
    if (!Scope.areWellFormed(scopes)) {
      throw new IllegalArgumentException("must be scopes with spaces between them, without quotes");
    }
    return scopes;
  }

  static String resource(Credential credential) {
    String resource = text(credential, RESOURCE);
    try {
      URI uri = URI.create(resource);
      if (resource.isEmpty() || (uri.isAbsolute() && uri.getRawFragment() == null)) {
        return resource;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the text.
    }
    throw new IllegalArgumentException("must be an absolute URI without '#' (RFC 8707, 2)");
  }

  private static String text(Credential credential, String field) {
    return Given.text(credential, field).orElse("");
  }
}
