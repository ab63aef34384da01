package dev.tokenward.vault.api;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which one request is found again (W3C Trace Context). */
public final class Traces {

  // Version ff, and ids of zeros alone, are forbidden.
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private final RandomGenerator random;

  /** Makes ids from {@code random}. */
  public Traces(RandomGenerator random) {
    this.random = random;
  }

  /** The trace id of a {@code traceparent} header, or a new one. */
  public String of(@Nullable String traceparent) {
    if (traceparent != null) {
      Matcher matcher = PARENT.matcher(traceparent);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    byte[] id = new byte[16];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
