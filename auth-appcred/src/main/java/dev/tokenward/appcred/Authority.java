package dev.tokenward.appcred;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an app proves itself: an authorization server and a tenant in it. Lower-case throughout,
 * because MSAL4J sends it so and what was checked must be what is sent.
 *
 * @param origin scheme, host and port
 * @param tenant an id or a domain
 */
record Authority(URI origin, String tenant) {

  static final URI PUBLIC_CLOUD = URI.create("https://login.microsoftonline.com");

  /** A GUID, or a domain of at most the length that DNS allows. */
  private static final Pattern TENANT =
      Pattern.compile(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.{3,253}$)([a-z0-9-]+\\.)+[a-z0-9-]+");

  private static final Set<String> NO_TENANT_OF_AN_APP =
      Set.of("common", "organizations", "consumers");
  private static final Set<String> OTHER_SERVERS = Set.of("adfs", "tfp", "dstsv2");

  /** Where this is part of a host name, MSAL4J sends to Azure AD B2C, whatever follows. */
  private static final String B2C_HOST = "b2clogin.com";

  /** What people paste after the tenant: the portal shows all of these. */
  private static final Set<String> ENDPOINTS =
      Set.of("", "v2.0", "oauth2/v2.0/token", "oauth2/v2.0/authorize");

  /**
   * Reads an id, a domain or an authority URL.
   *
   * @throws IllegalArgumentException saying what is wrong, to be read after the field's name; it
   *     does not repeat the text, which may be a secret in the wrong field
   */
  static Authority of(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    return text.contains("/") ? ofUrl(text) : new Authority(PUBLIC_CLOUD, checked(text));
  }

  /** Another tenant of the same server; never another server, which would get the secret. */
  Authority withTenant(String written) {
    return new Authority(origin, checked(written.strip().toLowerCase(Locale.ROOT)));
  }

  /** Where the grant is sent, as MSAL4J builds it. */
  URI tokenEndpoint() {
    return URI.create(url() + "oauth2/v2.0/token");
  }

  /** The authority in the form that MSAL4J takes. */
  String url() {
    return origin + "/" + tenant + "/";
  }

  private static Authority ofUrl(String text) {
    URI uri = parse(text.contains("://") ? text : "https://" + text);
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("must begin with https:// and a host name");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "must have no user name, query or fragment: leave out '@', '?' and '#'");
    }
    if (uri.getHost().contains(B2C_HOST)) {
      throw otherServer(B2C_HOST);
    }
    String[] parts = uri.getRawPath().replaceAll("^/|/$", "").split("/", 2);
    Authority authority = new Authority(originOf(uri), checked(parts[0]));
    if (!ENDPOINTS.contains(parts.length == 1 ? "" : parts[1])) {
      throw new IllegalArgumentException("must end with the tenant, such as " + example(uri));
    }
    return authority;
  }

  private static String checked(String tenant) {
    if (NO_TENANT_OF_AN_APP.contains(tenant)) {
      throw new IllegalArgumentException(
          "must be a tenant: '" + tenant + "' is for people, and an app signs in to one tenant");
    }
    if (OTHER_SERVERS.contains(tenant)) {
      throw otherServer(tenant);
    }
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "is no tenant: give the Directory (tenant) ID, a domain such as contoso.onmicrosoft.com, or"
              + " an authority URL such as"
              + " https://login.microsoftonline.com/contoso.onmicrosoft.com");
    }
    return tenant;
  }

  private static IllegalArgumentException otherServer(String sign) {
    return new IllegalArgumentException(
        "must be a tenant of Entra ID: '" + sign + "' is AD FS or Azure AD B2C");
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // The cause would repeat the text.
      throw new IllegalArgumentException("is no URL");
    }
  }

  /** Scheme, host and port of an https URL, without the port that goes without saying. */
  static URI originOf(URI uri) {
    String port = uri.getPort() == -1 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
    return URI.create("https://" + uri.getHost() + port);
  }

  private static String example(URI uri) {
    return originOf(uri) + "/contoso.onmicrosoft.com";
  }
}
