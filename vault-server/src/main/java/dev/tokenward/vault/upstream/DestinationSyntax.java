package dev.tokenward.vault.upstream;

import dev.tokenward.vault.upstream.AllowedDestination.Addresses;
import dev.tokenward.vault.upstream.AllowedDestination.Host;
import dev.tokenward.vault.upstream.AllowedDestination.Under;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the entries of {@code destinations.allow}. */
final class DestinationSyntax {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>\\[[^]]+]|[^:/\\[\\]]+)(?::(?<port>[1-9]\\d{0,4}))?");
  private static final Pattern NAME =
      Pattern.compile("(?:\\*\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9-]+)*");
  private static final Pattern FIGURES = Pattern.compile("[0-9.]+");

  private DestinationSyntax() {}

  /** What an entry stands for; the keyword {@code microsoft} for several destinations. */
  static Stream<AllowedDestination> parse(String entry) {
    return destinations(entry).orElseThrow(() -> wrong(entry));
  }

  static Optional<Stream<AllowedDestination>> destinations(String entry) {
    String text = entry.strip().toLowerCase(Locale.ROOT);
    return text.equals(MicrosoftHosts.KEYWORD)
        ? Optional.of(MicrosoftHosts.names().flatMap(DestinationSyntax::parse))
        : range(text).or(() -> hostAndPort(text)).map(Stream::of);
  }

  private static Optional<AllowedDestination> range(String text) {
    return AddressRange.parse(text)
        .map(range -> new Addresses(range, AllowedDestination.DEFAULT_PORT, true));
  }

  private static Optional<AllowedDestination> hostAndPort(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group("host");
    String port = parts.group("port");
    return destination(
        host, port == null ? AllowedDestination.DEFAULT_PORT : Integer.parseInt(port));
  }

  private static Optional<AllowedDestination> destination(String host, int port) {
    return port > 65535
        ? Optional.empty()
        : AddressRange.parse(host)
            .<AllowedDestination>map(range -> new Addresses(range, port, false))
            .or(() -> named(host, port));
  }

  private static Optional<AllowedDestination> named(String host, int port) {
    // 10.0.0 reads like a host name and is a mistyped address.
    if (!NAME.matcher(host).matches() || FIGURES.matcher(host).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        host.startsWith("*.") ? new Under(host.substring(1), port) : new Host(host, port));
  }

  private static IllegalArgumentException wrong(String entry) {
    return new IllegalArgumentException(
        "'"
            + entry
            + "' is no destination; write microsoft, a host such as tfs.example.com or"
            + " tfs.example.com:8443, *.example.com, an address or a range such as 10.1.0.0/16");
  }
}
