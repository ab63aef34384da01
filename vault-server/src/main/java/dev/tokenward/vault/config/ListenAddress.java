package dev.tokenward.vault.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an address in figures. No name is looked up: reading a file asks nothing of the network.
 */
final class ListenAddress {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  static final String IPV4 = "(?:" + OCTET + "\\.){3}" + OCTET;
  static final String IPV6 = "[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*";

  private static final Pattern HOST = Pattern.compile("localhost|" + IPV4 + "|\\[" + IPV6 + "]");
  private static final Pattern FORM = Pattern.compile("(" + HOST + ")(?::([0-9]{1,5}))");

  private ListenAddress() {}

  /** {@code 127.0.0.1:8220}, {@code [::1]:8220} or {@code localhost:8220}. */
  static Optional<InetSocketAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    return address(matcher.group(1))
        .filter(address -> port >= 1 && port <= 65_535)
        .map(address -> new InetSocketAddress(address, port));
  }

  /** Whether a URL's host is this machine, by its look alone. */
  static boolean isLoopback(String host) {
    return HOST.matcher(host).matches()
        && address(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** An IP address without brackets or in them. */
  static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.getByName(text.equals("localhost") ? "127.0.0.1" : text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
