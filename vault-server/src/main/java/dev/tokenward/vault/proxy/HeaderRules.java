package dev.tokenward.vault.proxy;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Headers that end at the vault, in either direction. Hop-by-hop headers are Jetty's matter. */
final class HeaderRules {

  /** Of the caller: who it is, how it came here, and what could aim the request elsewhere. */
  private static final Set<String> REQUEST =
      Set.of(
          "authorization",
          "cookie",
          "cookie2",
          "host",
          "forwarded",
          "via",
          "x-real-ip",
          "x-host",
          "http2-settings",
          "x-tfs-impersonate");

  private static final List<String> REQUEST_PREFIXES =
      List.of("x-forwarded-", "proxy-", "x-original-", "x-rewrite-");

  /**
   * Of the upstream: what would act on a browser, lead past the vault, or ask the caller for
   * another credential. A {@code Location} that leads through the proxy is put back.
   */
  private static final Set<String> RESPONSE =
      Set.of(
          "location",
          "content-location",
          "set-cookie",
          "set-cookie2",
          "service-worker-allowed",
          "clear-site-data",
          "strict-transport-security",
          "public-key-pins",
          "public-key-pins-report-only",
          "www-authenticate",
          "authentication-info",
          "alt-svc",
          "refresh",
          "nel",
          "report-to",
          "reporting-endpoints",
          "content-security-policy",
          "content-security-policy-report-only");

  private static final List<String> RESPONSE_PREFIXES = List.of("proxy-", "access-control-");

  private HeaderRules() {}

  static void cleanRequest(HttpFields.Mutable headers) {
    remove(headers, REQUEST, REQUEST_PREFIXES);
  }

  static void cleanResponse(HttpFields.Mutable headers) {
    remove(headers, RESPONSE, RESPONSE_PREFIXES);
    addGuards(headers);
  }

  /**
   * What keeps a browser from treating the answer as a page of the vault, and from handing any of
   * it to a page of another origin: what the vault brings is for programs.
   */
  static void addGuards(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static void remove(HttpFields.Mutable headers, Set<String> names, List<String> prefixes) {
    for (Iterator<HttpField> fields = headers.iterator(); fields.hasNext(); ) {
      String name = fields.next().getName().toLowerCase(Locale.ROOT);
      if (names.contains(name) || prefixes.stream().anyMatch(name::startsWith)) {
        fields.remove();
      }
    }
  }
}
