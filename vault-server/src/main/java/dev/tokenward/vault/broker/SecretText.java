package dev.tokenward.vault.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.CredentialRecord;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secret fields that were handed in as one secret, in the form of a URL query; when they end is on
 * a line of its own, if that was said.
 */
final class SecretText {

  private SecretText() {}

  static Secret write(NewSecrets given) {
    String end = given.expiresAt() == null ? "" : "\n" + given.expiresAt();
    return Secret.of(joined(given.secrets()) + end);
  }

  private static String joined(Map<String, Secret> secrets) {
    return new TreeMap<>(secrets)
        .entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue().reveal()))
            .collect(Collectors.joining("&"));
  }

  static NewSecrets read(Secret text) {
    String[] lines = text.reveal().split("\n", 2);
    Map<String, Secret> secrets = new TreeMap<>();
    for (String each : lines[0].split("&", -1)) {
      String[] parts = each.split("=", 2);
      secrets.put(decoded(parts[0]), Secret.of(decoded(parts[1])));
    }
    return new NewSecrets(secrets, lines.length == 1 ? null : Instant.parse(lines[1]));
  }

  /** Names the secrets without telling them: equal ones alone have the same name. */
  static String id(Map<String, Secret> secrets) {
    return digest(joined(secrets));
  }

  /** Names the secrets together with what they are of and where they may be sent (S1). */
  static String id(CredentialRecord of, Map<String, Secret> secrets) {
    String way =
        Stream.concat(Stream.of(of.kind()), of.destinations().stream())
            .map(SecretText::encoded)
            .collect(Collectors.joining("&"));
    return digest(way + "\n" + joined(secrets));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
