package dev.tokenward.vault.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the vault answers and how clients reach it. Plain HTTP stays on the machine unless the
 * operator says otherwise in words.
 */
record Endpoints(InetSocketAddress listen, URI publicUrl) {

  private static final String DEFAULT = "127.0.0.1:8220";
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  static Endpoints read(Section root) {
    boolean plaintext = root.optional("allowPlaintextOnNetwork").map(Setting::flag).orElse(false);
    Optional<Setting> setting = root.optional("listen");
    String text = setting.flatMap(Setting::text).orElse(DEFAULT);
    Optional<InetSocketAddress> address = ListenAddress.parse(text);
    setting
        .filter(each -> anyAddress(address) && !root.has("publicUrl"))
        .ifPresent(
            each ->
                each.problem(
                    "On every address, clients cannot be told which one to use. Add publicUrl, such"
                        + " as publicUrl: https://vault.example.com."));
    setting.ifPresent(each -> checkAddress(each, address, plaintext));
    String listen = address.isPresent() ? text : DEFAULT;
    return new Endpoints(
        address.or(() -> ListenAddress.parse(DEFAULT)).orElseThrow(),
        publicUrl(root, plaintext).orElse(URI.create("http://" + listen)));
  }

  private static boolean anyAddress(Optional<InetSocketAddress> address) {
    return address.filter(each -> each.getAddress().isAnyLocalAddress()).isPresent();
  }

  private static void checkAddress(
      Setting listen, Optional<InetSocketAddress> address, boolean plaintext) {
    if (address.isEmpty()) {
      listen.problem("Write an IP address and a port, such as " + DEFAULT + " or [::1]:8220.");
    } else if (!plaintext && !address.get().getAddress().isLoopbackAddress()) {
      listen.problem(
          "Beyond this machine, tokens would travel in plain HTTP. Listen on 127.0.0.1 behind a"
              + " server that speaks TLS, or say allowPlaintextOnNetwork: true.");
    }
  }

  private static Optional<URI> publicUrl(Section root, boolean plaintext) {
    Optional<Setting> setting = root.optional("publicUrl");
    Optional<String> text = setting.flatMap(Setting::text).map(url -> url.toLowerCase(Locale.ROOT));
    Optional<URI> origin =
        text.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
            .filter(ORIGIN.asMatchPredicate())
            .flatMap(Endpoints::uri);
    setting
        .filter(each -> text.isPresent())
        .ifPresent(each -> checkOrigin(each, origin, plaintext));
    return origin;
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text).parseServerAuthority();
      return Optional.of(uri).filter(each -> each.getPort() <= 65_535);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static void checkOrigin(Setting publicUrl, Optional<URI> origin, boolean plaintext) {
    if (origin.isEmpty()) {
      publicUrl.problem(
          "Write scheme, host and port only, such as https://vault.example.com or"
              + " http://127.0.0.1:8220.");
    } else if (!plaintext
        && origin.get().getScheme().equals("http")
        && !ListenAddress.isLoopback(origin.get().getHost())) {
      publicUrl.problem(
          "Clients would send their secrets in plain HTTP. Use https, or say"
              + " allowPlaintextOnNetwork: true.");
    }
  }
}
