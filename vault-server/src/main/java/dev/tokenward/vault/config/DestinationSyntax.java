package dev.tokenward.vault.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of {@code destinations.allow} is written: {@code microsoft}, a host, {@code
 * host:port}, {@code *.suffix}, an IP address or a network in CIDR form. What an entry allows is
 * decided beside the guard, in {@code vault.upstream}.
 */
final class DestinationSyntax {

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
  private static final String HOST = LABEL + "(?:\\." + LABEL + ")*";
  private static final String PORT = "(?::([0-9]{1,5}))?";
  private static final Pattern NAME = Pattern.compile("(?:\\*\\.)?" + HOST + PORT);
  private static final Pattern BRACKETS =
      Pattern.compile("\\[(" + ListenAddress.IPV6 + ")]" + PORT);
  private static final Pattern NETWORK =
      Pattern.compile("(" + ListenAddress.IPV4 + "|" + ListenAddress.IPV6 + ")(?:/([0-9]{1,3}))?");
  private static final Pattern FIGURES = Pattern.compile("[0-9.]+" + PORT);
  private static final Pattern IPV4_AND_PORT = Pattern.compile(ListenAddress.IPV4 + PORT);

  private DestinationSyntax() {}

  static boolean accepts(String entry) {
    String text = entry.toLowerCase(Locale.ROOT);
    // 10.0.0 reads like a host name and is a mistyped address.
    Pattern host = FIGURES.matcher(text).matches() ? IPV4_AND_PORT : NAME;
    return named(host.matcher(text)) || bracketed(BRACKETS.matcher(text)) || network(text);
  }

  private static boolean named(Matcher matcher) {
    return matcher.matches() && port(matcher.group(1));
  }

  private static boolean bracketed(Matcher matcher) {
    return matcher.matches()
        && port(matcher.group(2))
        && ListenAddress.address(matcher.group(1)).isPresent();
  }

  private static boolean network(String text) {
    Matcher matcher = NETWORK.matcher(text);
    return matcher.matches()
        && ListenAddress.address(matcher.group(1))
            .filter(address -> prefix(matcher.group(2), address.getAddress().length * 8))
            .isPresent();
  }

  private static boolean prefix(@Nullable String text, int bits) {
    return text == null || Integer.parseInt(text) <= bits;
  }

  private static boolean port(@Nullable String text) {
    return text == null || (Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535);
  }

  /** The entry that allows {@code destination} and nothing else. */
  static String entryFor(URI destination) {
    return destination.getPort() == -1
        ? destination.getHost()
        : destination.getHost() + ":" + destination.getPort();
  }
}
