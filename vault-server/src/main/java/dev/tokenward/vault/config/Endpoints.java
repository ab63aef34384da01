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

  private static final String LOOPBACK = "127.0.0.1:";

  private static final Keys API = new Keys("127.0.0.1:8220", "publicUrl", LOOPBACK);
  private static final Keys CONSOLE = new Keys("127.0.0.1:8221", "url", "localhost:");

  /**
   * Which address where none is said, and the key of the URL.
   *
   * @param loopback what 127.0.0.1 is called in a URL that nobody gave. Browsers get the console by
   *     name: providers take that one as a redirect URI, and no cookie of it reaches the API
   */
  private record Keys(String address, String url, String loopback) {

    URI origin(String listen) {
      return URI.create(
          "http://"
              + (listen.startsWith(LOOPBACK)
                  ? loopback + listen.substring(LOOPBACK.length())
                  : listen));
    }
  }

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  /** Where API and proxy answer. */
  static Endpoints read(Section root, boolean plaintext) {
    return read(root, API, plaintext);
  }

  /**
   * Where the console and what comes back from providers are answered: never the origin of {@code
   * api}, from which others could reach what a browser holds for it (S18). Without a {@code
   * stateDir} nothing answers there.
   */
  static Endpoints console(Section root, Endpoints api, boolean plaintext) {
    Section section = root.orNone("console");
    Endpoints console = read(section, CONSOLE, plaintext);
    section.refuseOthers();
    if (root.has("stateDir")) {
      requireApart(section, console, api);
    } else if (root.has("console")) {
      section
          .place()
          .problem(
              "Without stateDir the vault has no console: it keeps nothing that somebody could"
                  + " authorize. Add stateDir: PATH, or remove console.");
    }
    return console;
  }

  private static void requireApart(Section section, Endpoints console, Endpoints api) {
    if (console.listen.equals(api.listen)) {
      section.at("listen").problem("API and proxy answer there. Give the console another port.");
    }
    if (unnamed(console.publicUrl).equals(unnamed(api.publicUrl))) {
      section
          .at(CONSOLE.url())
          .problem("This is publicUrl, too. Give the console another host name or port.");
    }
  }

  /** Both names of 127.0.0.1 lead to one server. */
  private static String unnamed(URI origin) {
    return origin.toString().replaceFirst("//localhost(?=:|$)", "//127.0.0.1");
  }

  /** Whether the operator lets plain HTTP leave the machine. */
  static boolean plaintext(Section root) {
    return root.optional("allowPlaintextOnNetwork").map(Setting::flag).orElse(false);
  }

  private static Endpoints read(Section section, Keys keys, boolean plaintext) {
    Optional<Setting> setting = section.optional("listen");
    String text = setting.flatMap(Setting::text).orElse(keys.address());
    Optional<InetSocketAddress> address = ListenAddress.parse(text);
    setting
        .filter(each -> anyAddress(address) && !section.has(keys.url()))
        .ifPresent(
            each ->
                each.problem(
                    "On every address, clients cannot be told which one to use. Add %s, such as"
                            .formatted(keys.url())
                        + " %s: https://vault.example.com.".formatted(keys.url())));
    setting.ifPresent(each -> checkAddress(each, address, keys, plaintext));
    String listen = address.isPresent() ? text : keys.address();
    return new Endpoints(
        address.or(() -> ListenAddress.parse(keys.address())).orElseThrow(),
        publicUrl(section, keys, plaintext).orElseGet(() -> keys.origin(listen)));
  }

  private static boolean anyAddress(Optional<InetSocketAddress> address) {
    return address.filter(each -> each.getAddress().isAnyLocalAddress()).isPresent();
  }

  private static void checkAddress(
      Setting listen, Optional<InetSocketAddress> address, Keys keys, boolean plaintext) {
    if (address.isEmpty()) {
      listen.problem(
          "Write an IP address and a port, such as " + keys.address() + " or [::1]:8220.");
    } else if (!plaintext && !address.get().getAddress().isLoopbackAddress()) {
      listen.problem(
          "Beyond this machine, tokens would travel in plain HTTP. Listen on 127.0.0.1 behind a"
              + " server that speaks TLS, or say allowPlaintextOnNetwork: true.");
    }
  }

  private static Optional<URI> publicUrl(Section section, Keys keys, boolean plaintext) {
    Optional<Setting> setting = section.optional(keys.url());
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
