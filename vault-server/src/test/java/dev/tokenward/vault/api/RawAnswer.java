package dev.tokenward.vault.api;

import java.util.Locale;

/** An answer as it came over the wire. */
record RawAnswer(int status, String head, String body) {

  static RawAnswer of(String text) {
    String[] parts = text.split("\r\n\r\n", 2);
    return new RawAnswer(
        Integer.parseInt(parts[0].substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3)),
        parts[0].toLowerCase(Locale.ROOT) + "\r\n",
        parts.length == 1 ? "" : parts[1]);
  }

  boolean has(String header) {
    return head.contains("\r\n" + header.toLowerCase(Locale.ROOT) + "\r\n");
  }
}
