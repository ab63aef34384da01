package dev.tokenward.vault.upstream;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** Where the host's own identity gives tokens, by plain HTTP on the machine or its link. */
record IdentityEndpoint(URI uri) {

  /** Whether it is asked by {@code other}, whatever the query. */
  boolean is(URI other) {
    return isAt(other) && String.valueOf(other.getRawPath()).equals(uri.getRawPath());
  }

  /** Whether it has that scheme, host and port. */
  boolean isAt(URI origin) {
    return uri.getScheme().equalsIgnoreCase(origin.getScheme())
        && origin.getHost() != null
        && isAt(origin.getHost().toLowerCase(Locale.ROOT), port(origin));
  }

  boolean isAt(String host, int port) {
    return uri.getHost().equalsIgnoreCase(host) && port(uri) == port;
  }

  /** Whether it is at {@code address}: the one it is written with, or this machine's own. */
  boolean leadsTo(String host, InetAddress address, int port) {
    return isAt(host, port)
        && AddressRange.literal(host).map(address::equals).orElseGet(address::isLoopbackAddress);
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? 80 : uri.getPort();
  }
}
