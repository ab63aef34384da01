package dev.tokenward.vault.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secret fields as one secret, the form of a URL query. */
final class SecretText {

  private SecretText() {}

  static Secret write(Map<String, Secret> secrets) {
    return Secret.of(joined(secrets));
  }

  private static String joined(Map<String, Secret> secrets) {
    return new TreeMap<>(secrets)
        .entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue().reveal()))
            .collect(Collectors.joining("&"));
  }

  static Map<String, Secret> read(Secret text) {
    Map<String, Secret> secrets = new TreeMap<>();
    for (String each : text.reveal().split("&", -1)) {
      String[] parts = each.split("=", 2);
      secrets.put(decoded(parts[0]), Secret.of(decoded(parts[1])));
    }
    return secrets;
  }

  /** Names the secrets without telling them: equal ones alone have the same name. */
  static String id(Map<String, Secret> secrets) {
    try {
      byte[] text = joined(secrets).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
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
