package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.RefusedException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The segments of an upstream path, after every spelling that could mean something else to the
 * upstream was refused: encoded slashes, dots and letters, double encoding, empty and dot segments,
 * path parameters, control characters. Every segment decides, so this holds for all of them.
 *
 * @param segments decoded; a slash at the end gives an empty last one
 */
record UpstreamPath(List<String> segments) {

  private static final Pattern RAW =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern RAW_QUERY =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern NEEDLESS = Pattern.compile("[A-Za-z0-9._~-]");
  private static final Pattern DANGEROUS =
      Pattern.compile("[\\p{Cntrl}/\\\\;%?#]", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SLIPPERY =
      Pattern.compile("|\\s.*|.*[\\s.]", Pattern.UNICODE_CHARACTER_CLASS);

  UpstreamPath {
    segments = List.copyOf(segments);
  }

  /**
   * Reads the path of a target.
   *
   * @throws RefusedException for {@code BAD_INPUT}
   */
  static UpstreamPath of(ProxyTarget target) {
    if (target.query() != null && !RAW_QUERY.matcher(target.query()).matches()) {
      throw refused("The query has a character that must be percent-encoded");
    }
    return parse(target.path());
  }

  /** The path under which an organization answers. */
  static UpstreamPath base(URI url) {
    return new UpstreamPath(
        Arrays.stream(String.valueOf(url.getPath()).split("/", -1))
            .filter(each -> !each.isEmpty())
            .toList());
  }

  private static UpstreamPath parse(String path) {
    String[] raw = path.substring(1).split("/", -1);
    return new UpstreamPath(
        IntStream.range(0, raw.length)
            .mapToObj(i -> i > 0 && i == raw.length - 1 && raw[i].isEmpty() ? "" : segment(raw[i]))
            .toList());
  }

  private static String segment(String raw) {
    if (!RAW.matcher(raw).matches()) {
      throw refused("The path has a character that must be percent-encoded, or may not be there");
    }
    String decoded = ENCODED.matcher(raw).replaceAll(each -> quoted(decode(each)));
    if (DANGEROUS.matcher(folded(decoded)).find()) {
      throw refused("The path has an encoded slash, backslash, semicolon, percent or control sign");
    }
    if (SLIPPERY.matcher(folded(decoded)).matches()) {
      throw refused("The path has an empty segment, or one that ends in a dot or a space");
    }
    return decoded;
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static String decode(MatchResult encoded) {
    byte[] bytes = HexFormat.of().parseHex(encoded.group().replace("%", ""));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (NEEDLESS.matcher(text).find()) {
        throw refused("The path has a percent-encoded letter, digit or dot; write it plainly");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw refused("The path has percent-encoded bytes that are no UTF-8");
    }
  }

  /** Whether this path lies under {@code base}, ignoring case. */
  boolean under(UpstreamPath base) {
    int length = base.segments.size();
    return segments.size() >= length
        && IntStream.range(0, length)
            .allMatch(i -> segments.get(i).equalsIgnoreCase(base.segments.get(i)));
  }

  /** What follows {@code base}. */
  List<String> after(UpstreamPath base) {
    return segments.subList(base.segments.size(), segments.size());
  }

  /** The segments in the form that rules for all spellings compare: one case, plain letters. */
  List<String> folded() {
    return segments.stream().map(UpstreamPath::folded).toList();
  }

  private static String folded(String segment) {
    return Normalizer.normalize(segment, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  private static RefusedException refused(String message) {
    return new RefusedException(RefusedException.Reason.BAD_INPUT, message, "path", null);
  }
}
