package dev.tokenward.vault.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses behind which no public service stands: the machine itself, its networks, its cloud's
 * metadata. A name that leads there was turned inward, by mistake or by an attacker.
 *
 * <p>Source: the IANA registries of special-purpose addresses (RFC 6890), and Microsoft's documents
 * for 168.63.129.16.
 */
final class InwardAddresses {

  private static final Map<AddressRange, String> RANGES = new LinkedHashMap<>();

  /** Ranges that carry an IPv4 address, and the byte at which it begins. */
  private static final Map<AddressRange, Integer> CARRIERS =
      Map.of(
          AddressRange.of("2002::/16"), 2,
          AddressRange.of("64:ff9b::/96"), 12,
          AddressRange.of("::ffff:0:0:0/96"), 12);

  static {
    row("a loopback address", "127.0.0.0/8", "::1/128");
    row("a metadata address", "169.254.169.254/32", "fd00:ec2::254/128", "168.63.129.16/32");
    row("a link-local address", "169.254.0.0/16", "fe80::/10");
    row("a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");
    row("a private address", "fc00::/7", "fec0::/10", "64:ff9b:1::/48");
    row("an unspecified address", "0.0.0.0/8", "::/128");
    row("a multicast address", "224.0.0.0/4", "ff00::/8");
    row("a reserved address", "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
    row("a reserved address", "198.18.0.0/15", "192.88.99.0/24", "240.0.0.0/4", "::/96");
    row("a reserved address", "2001::/23", "2001:db8::/32", "100::/64", "5f00::/16", "3fff::/20");
  }

  private InwardAddresses() {}

  private static void row(String what, String... ranges) {
    for (String range : ranges) {
      RANGES.put(AddressRange.of(range), what);
    }
  }

  /** What {@code address} is, such as "a private address"; empty if it is a public one. */
  static Optional<String> describe(InetAddress address) {
    return RANGES.entrySet().stream()
        .filter(each -> each.getKey().contains(address))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> carried(address).flatMap(InwardAddresses::describe));
  }

  private static Optional<InetAddress> carried(InetAddress address) {
    return CARRIERS.entrySet().stream()
        .filter(each -> each.getKey().contains(address))
        .map(each -> ipv4(address.getAddress(), each.getValue()))
        .findFirst();
  }

  private static InetAddress ipv4(byte[] address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }
}
