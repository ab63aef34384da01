package dev.tokenward.core.azuredevops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An organization of Azure DevOps Services, or a collection of an Azure DevOps Server. Immutable;
 * equal ignoring case, as the service compares.
 */
public final class Organization {

  private static final String FORMS =
      "Accepted are https://dev.azure.com/ORGANIZATION, https://ORGANIZATION.visualstudio.com, a"
          + " clone URL of either, the bare name ORGANIZATION, and for a server"
          + " https://SERVER/COLLECTION or https://SERVER/tfs/COLLECTION";

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?");
  private static final Pattern COLLECTION =
      Pattern.compile("[A-Za-z0-9_-](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
  private static final Pattern LEGACY_HOST =
      Pattern.compile("([a-z0-9-]+)(?:\\.[a-z0-9-]+)?\\.visualstudio\\.com");
  private static final List<String> NO_ORGANIZATIONS = List.of("app", "www", "vs-ssh", "vssps");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private final URI baseUrl;
  private final String name;

  private Organization(URI baseUrl, String name) {
    this.baseUrl = baseUrl;
    this.name = name;
  }

  /**
   * Reads any of the forms in which organizations are written. What follows the organization in a
   * URL, such as a project, is left out. Every form of one organization gives the same result.
   *
   * @throws IllegalArgumentException saying what is wrong and which forms are accepted; it does not
   *     repeat the text, which may hold a password
   */
  public static Organization parse(String text) {
    String stripped = text.strip();
    if (NAME.matcher(stripped).matches()) {
      return hosted(stripped);
    }
    URI uri = uri(SCHEME.matcher(stripped).matches() ? stripped : "https://" + stripped);
    String host = host(uri);
    requireSafe(uri, host);
    if (!AzureDevOpsHosts.isService(host)) {
      return server(uri, host);
    }
    requireDefaultPort(uri);
    return hosted(host.endsWith(".visualstudio.com") ? legacyName(host) : name(uri));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong("This is no URL");
    }
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    if (host == null || host.endsWith(".")) {
      throw wrong("The URL has no proper host name");
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static void requireSafe(URI uri, String host) {
    String user = uri.getUserInfo();
    if (user != null && user.contains(":")) {
      throw wrong("The URL holds a password; give the secret in its own field");
    }
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    if (!"https".equalsIgnoreCase(uri.getScheme())
        && !(plain && LOOPBACK.matcher(host).matches())) {
      throw wrong("The URL must begin with https://");
    }
  }

  private static void requireDefaultPort(URI uri) {
    if (uri.getPort() >= 0 && uri.getPort() != 443) {
      throw wrong("Azure DevOps Services answers on port 443 only");
    }
  }

  private static Organization hosted(String name) {
    if (!NAME.matcher(name).matches()) {
      throw wrong(
          "An organization's name has up to 50 letters, digits and hyphens,"
              + " with a letter or digit at both ends");
    }
    return new Organization(URI.create("https://dev.azure.com/" + name), name);
  }

  private static String legacyName(String host) {
    Matcher matcher = LEGACY_HOST.matcher(host);
    if (!matcher.matches() || NO_ORGANIZATIONS.contains(matcher.group(1))) {
      throw wrong("The host " + host + " names no organization");
    }
    return matcher.group(1);
  }

  private static String name(URI uri) {
    List<String> segments = segments(uri);
    String user = uri.getUserInfo();
    if (segments.isEmpty() && user == null) {
      throw wrong("The URL names no organization");
    }
    // In a clone URL the user is the organization, for clients that ask by host alone.
    return segments.isEmpty() ? user : segments.get(0);
  }

  private static Organization server(URI uri, String host) {
    List<String> segments = segments(uri);
    boolean virtualDirectory = !segments.isEmpty() && segments.get(0).equalsIgnoreCase("tfs");
    int depth = virtualDirectory ? 2 : 1;
    if (segments.size() < depth) {
      throw wrong("The URL names no collection of the server");
    }
    String collection = segments.get(depth - 1);
    if (!COLLECTION.matcher(collection).matches()) {
      throw wrong("The collection's name has a character that none can have");
    }
    String path = "/" + String.join("/", segments.subList(0, depth));
    return new Organization(base(uri, host, path), collection);
  }

  private static URI base(URI uri, String host, String path) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() == standard ? -1 : uri.getPort();
    try {
      return new URI(scheme, null, host, port, path, null, null);
    } catch (URISyntaxException e) {
      throw wrong("This is no URL");
    }
  }

  private static List<String> segments(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
  }

  private static IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(problem + ". " + FORMS + ".");
  }

  /** The URL that every path of the organization begins with, without a slash at its end. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** Its name, or the collection's, as it was written. */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Organization that && canonical().equals(that.canonical());
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }

  private String canonical() {
    return baseUrl.toString().toLowerCase(Locale.ROOT);
  }

  /** The base URL. */
  @Override
  public String toString() {
    return baseUrl.toString();
  }
}
