package dev.tokenward.vault.upstream;

import dev.tokenward.core.HttpSender.Request;
import dev.tokenward.core.HttpSender.Response;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an upstream says when it refuses, as one bounded line for the operator's log and for nobody
 * else. What might be a secret is left out: every value that the request carried, whole and in
 * whatever form it is repeated, words that are parts of one, and long words with a digit in them,
 * but for the ids that support asks for.
 */
final class UpstreamWords {

  private static final int LONGEST = 400;
  private static final int LONGEST_READ = 64 << 10;
  private static final int LONGEST_LOOKED_AT = 8 << 10;
  private static final int SHORTEST_SECRET = 16;

  private static final Pattern WORD = Pattern.compile("[\\w~.+/=%-]{8,}");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private UpstreamWords() {}

  /** The line, or empty where the answer is no refusal or says nothing. */
  static Optional<String> line(Request request, Response response) {
    if (response.status() < 400 && response.status() != 203) {
      return Optional.empty();
    }
    String said = response.header("X-TFS-ServiceError").orElse("") + " " + response.body();
    return Optional.of(
            line(
                CarriedValues.of(request),
                said.substring(0, Math.min(said.length(), LONGEST_READ))))
        .filter(line -> !line.isEmpty());
  }

  private static String line(CarriedValues carried, String said) {
    String text = carried.text();
    String rest = onOneLine(carried.removedFrom(onOneLine(said)));
    // What was cut off is not found whole, so nothing near the end is told.
    String harmless =
        WORD.matcher(rest.substring(0, Math.min(rest.length(), LONGEST_LOOKED_AT)))
            .replaceAll(word -> mayBeSecret(word.group(), text) ? "..." : "$0")
            .strip();
    return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + "..." : harmless;
  }

  static String onOneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
  }

  private static boolean mayBeSecret(String word, String carried) {
    boolean odd =
        word.length() >= SHORTEST_SECRET
            && word.chars().anyMatch(Character::isDigit)
            && !GUID.matcher(word).matches();
    return carried.contains(word) || odd;
  }
}
