package dev.tokenward.vault.upstream;

import dev.tokenward.core.HttpSender.Request;
import dev.tokenward.core.HttpSender.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an upstream says when it refuses, as one bounded line for the operator's log and for nobody
 * else. What might be a secret is left out: words that the request carried, and long ones with a
 * digit in them, but for the ids that support asks for.
 */
final class UpstreamWords {

  private static final int LONGEST = 400;
  private static final int LONGEST_READ = 8 << 10;
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
    return Optional.of(line(request, said.substring(0, Math.min(said.length(), LONGEST_READ))))
        .filter(line -> !line.isEmpty());
  }

  private static String line(Request request, String said) {
    String carried = carried(request);
    String harmless =
        WORD.matcher(said.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " "))
            .replaceAll(word -> mayBeSecret(word.group(), carried) ? "..." : "$0")
            .strip();
    return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + "..." : harmless;
  }

  /** What the request carried, as it was sent and as whoever got it reads it. */
  private static String carried(Request request) {
    String authorization = request.headers().getOrDefault("Authorization", "");
    String sent = request.body() + " " + authorization;
    return Stream.of(sent, pair(authorization))
        .flatMap(text -> Stream.of(text, decoded(text)))
        .collect(Collectors.joining(" "));
  }

  private static String pair(String authorization) {
    try {
      String encoded = authorization.substring(authorization.indexOf(' ') + 1);
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String decoded(String form) {
    try {
      return URLDecoder.decode(form, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean mayBeSecret(String word, String carried) {
    boolean odd =
        word.length() >= SHORTEST_SECRET
            && word.chars().anyMatch(Character::isDigit)
            && !GUID.matcher(word).matches();
    return carried.contains(word) || odd;
  }
}
