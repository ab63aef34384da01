package dev.tokenward.vault.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of a query or a form ({@code application/x-www-form-urlencoded}, always UTF-8).
 * A lenient reader drops what it cannot decode, and with it what the client wanted.
 */
final class UrlEncoded {

  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Something is not percent-encoded as it must be. */
  static final class BadEncodingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String name;

    BadEncodingException(String name) {
      super("The parameter " + name + " is not percent-encoded UTF-8");
      this.name = name;
    }

    /** The parameter, as far as it can be read. */
    String name() {
      return name;
    }
  }

  private UrlEncoded() {}

  /** Every value of every name, in their order. */
  static Map<String, List<String>> parse(@Nullable String text) throws BadEncodingException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        String name = decode(parts[0], parts[0]);
        found
            .computeIfAbsent(name, key -> new ArrayList<>())
            .add(parts.length == 1 ? "" : decode(parts[1], name));
      }
    }
    return found;
  }

  /** One name or value. */
  static String decode(String text, String name) throws BadEncodingException {
    if (BROKEN.matcher(text).find()) {
      throw new BadEncodingException(name);
    }
    StringBuilder decoded = new StringBuilder();
    Matcher matcher = ENCODED.matcher(text.replace('+', ' '));
    while (matcher.find()) {
      matcher.appendReplacement(decoded, Matcher.quoteReplacement(utf8(matcher, name)));
    }
    return matcher.appendTail(decoded).toString();
  }

  private static String utf8(MatchResult encoded, String name) throws BadEncodingException {
    byte[] bytes = HexFormat.of().parseHex(encoded.group().replace("%", ""));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadEncodingException(name);
    }
  }
}
