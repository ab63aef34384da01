package dev.tokenward.vault.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password of an {@code Authorization: Basic} header (RFC 7617). */
public record BasicPair(String user, String password) {

  private static final String SCHEME = "Basic ";

  /** Reads a header; empty if it is none of this scheme. */
  public static Optional<BasicPair> of(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new BasicPair(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "BasicPair[***]";
  }
}
