package dev.tokenward.vault.upstream;

import java.net.InetAddress;

/** One entry of {@code destinations.allow}. */
sealed interface AllowedDestination {

  /** The port of an entry that names none. */
  int DEFAULT_PORT = 443;

  /** Whether requests may go to {@code host}, in lower case, at {@code port}. */
  boolean allows(String host, int port);

  /** Whether it names {@code address} itself, so that even an inward one may be dialled. */
  default boolean names(InetAddress address, int port) {
    return false;
  }

  /** One host. */
  record Host(String name, int port) implements AllowedDestination {
    @Override
    public boolean allows(String host, int at) {
      return host.equals(name) && at == port;
    }
  }

  /** All hosts under a name, not the name itself. */
  record Under(String suffix, int port) implements AllowedDestination {
    @Override
    public boolean allows(String host, int at) {
      return host.endsWith(suffix) && at == port;
    }
  }

  /** Addresses; a host is allowed by them only where it is spelled as an address. */
  record Addresses(AddressRange range, int port, boolean anyPort) implements AllowedDestination {
    @Override
    public boolean allows(String host, int at) {
      return at == port && AddressRange.literal(host).filter(range::contains).isPresent();
    }

    @Override
    public boolean names(InetAddress address, int at) {
      return (anyPort || at == port) && range.contains(address);
    }
  }
}
