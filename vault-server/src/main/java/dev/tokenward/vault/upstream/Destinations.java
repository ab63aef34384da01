package dev.tokenward.vault.upstream;

import dev.tokenward.vault.access.RefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets and requests may go: the operator's {@code destinations.allow}, compiled. Asked
 * when a destination is written, when a request is sent and when an address is dialled. Immutable.
 */
public final class Destinations {

  /** The key of the configuration file that every refusal names. */
  public static final String KEY = "destinations.allow";

  /** What is allowed when the operator says nothing: Microsoft's own hosts. */
  public static final List<String> DEFAULT = List.of(MicrosoftHosts.KEYWORD);

  /** Where what a declared file holds may be sent when the operator says nothing. */
  public static final List<String> IDENTITY_HOSTS = MicrosoftHosts.IDENTITY;

  private final List<AllowedDestination> allowed;
  private final List<IdentityEndpoint> identities;

  private Destinations(List<AllowedDestination> allowed, List<IdentityEndpoint> identities) {
    this.allowed = allowed;
    this.identities = identities;
  }

  /**
   * Compiles entries: {@code microsoft}, {@code host}, {@code host:port}, {@code *.suffix}, an
   * address or a range of addresses. Without a port, 443 is meant.
   *
   * @throws IllegalArgumentException quoting the entry that is none of these
   */
  public static Destinations of(List<String> entries) {
    return new Destinations(entries.stream().flatMap(DestinationSyntax::parse).toList(), List.of());
  }

  /**
   * The same, and the endpoints where the host's own identity gives tokens: each at exactly its
   * scheme, host, port and path, for credentials that name that identity.
   */
  public Destinations withIdentities(Collection<URI> endpoints) {
    return new Destinations(allowed, endpoints.stream().map(IdentityEndpoint::new).toList());
  }

  /** Whether {@code entry} is one of these forms. */
  public static boolean accepts(String entry) {
    return DestinationSyntax.destinations(entry).isPresent();
  }

  /** The entry that allows {@code destination} and nothing else. */
  public static String entryFor(URI destination) {
    return entry(destination.getHost(), port(destination));
  }

  private static String entry(String host, int port) {
    return port == AllowedDestination.DEFAULT_PORT ? host : host + ":" + port;
  }

  /** Whether anything may be sent to {@code uri}, as far as its text tells. */
  public boolean allows(URI uri) {
    String host = uri.getHost();
    return host != null
        && "https".equalsIgnoreCase(uri.getScheme())
        && lists(host.toLowerCase(Locale.ROOT), port(uri));
  }

  /**
   * Whether a credential may send to {@code origin}.
   *
   * @param identity whether it names the host's own identity
   */
  public boolean allows(URI origin, boolean identity) {
    return allows(origin) || (identity && identities.stream().anyMatch(each -> each.isAt(origin)));
  }

  /**
   * Refuses a URI whose host and port are not listed, and any that is not https, but for the
   * endpoints of the host's own identity.
   *
   * @throws RefusedException for {@code DESTINATION_REFUSED}
   */
  void require(URI uri) {
    if (identities.stream().anyMatch(each -> each.is(uri))) {
      return;
    }
    String host = uri.getHost();
    if (host == null || !"https".equalsIgnoreCase(uri.getScheme())) {
      throw refused("A destination is an https URL with a host", null);
    }
    require(host, port(uri));
  }

  void require(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!lists(name, port) && identities.stream().noneMatch(each -> each.isAt(name, port))) {
      String entry = entry(name, port);
      throw refused(
          entry + " is not an allowed destination", "Add '" + entry + "' to " + KEY + ".");
    }
  }

  /**
   * Refuses an address behind which no public service stands, unless the address itself is listed:
   * a listed name is no proof of where it leads.
   *
   * @throws RefusedException for {@code DESTINATION_REFUSED}
   */
  void require(String host, InetAddress address, int port) {
    if (allowed.stream().noneMatch(each -> each.names(address, port))
        && identities.stream().noneMatch(each -> each.leadsTo(host, address, port))) {
      InwardAddresses.describe(address)
          .ifPresent(
              what -> {
                String text = address.getHostAddress();
                throw refused(
                    host + " leads to " + text + ", " + what,
                    "If that is meant, add '" + text + "' or its range to " + KEY + ".");
              });
    }
  }

  private boolean lists(String name, int port) {
    return allowed.stream().anyMatch(each -> each.allows(name, port));
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? AllowedDestination.DEFAULT_PORT : uri.getPort();
  }

  private static RefusedException refused(String message, @Nullable String nextStep) {
    return new RefusedException(
        RefusedException.Reason.DESTINATION_REFUSED, message, null, nextStep);
  }
}
