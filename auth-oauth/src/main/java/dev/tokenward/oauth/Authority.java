package dev.tokenward.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tenant of Entra ID, and the server that it is asked at.
 *
 * @param origin scheme, host and port
 * @param tenant an id or a domain, or a word that stands for several
 */
record Authority(URI origin, String tenant) {

  /** Words of Entra ID for the tenant of whoever signs in. */
  static final Set<String> SEVERAL = Set.of("common", "organizations", "consumers");

  private static final URI PUBLIC_CLOUD = URI.create("https://login.microsoftonline.com");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern DOMAIN = Pattern.compile("(?=.{3,253}$)([a-z0-9-]+\\.)+[a-z0-9-]+");

  /**
   * Reads an id, a domain, {@code organizations}, or an authority URL that ends with one of these.
   *
   * @throws IllegalArgumentException saying what is wrong, to be read after the field's name
   */
  static Authority of(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    return text.contains("/") ? ofUrl(text) : new Authority(PUBLIC_CLOUD, checked(text));
  }

  private static Authority ofUrl(String text) {
    try {
      URI url = new URI(text);
      String tenant =
          String.valueOf(url.getPath()).replaceFirst("/v2\\.0/?$", "").replaceAll("^/|/$", "");
      if (Endpoints.isSafe(url) && url.getQuery() == null) {
        return new Authority(Endpoints.origin(url), checked(tenant));
      }
    } catch (URISyntaxException e) {
      // Said below, without the text.
    }
    throw wrong();
  }

  private static String checked(String tenant) {
    if (SEVERAL.contains(tenant) || isId(tenant) || DOMAIN.matcher(tenant).matches()) {
      return tenant;
    }
    throw wrong();
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "is no tenant: give the Directory (tenant) ID, a domain such as contoso.onmicrosoft.com,"
            + " organizations, or an authority URL such as"
            + " https://login.microsoftonline.com/contoso.onmicrosoft.com");
  }

  static boolean isId(String tenant) {
    return ID.matcher(tenant).matches();
  }

  @Override
  public String toString() {
    return origin + "/" + tenant;
  }
}
