package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Searches bytes for a secret: plain, URL-encoded, hexadecimal, and Base64 at every alignment. */
final class SecretSearch {

  private final Set<String> forms;

  SecretSearch(String secret) {
    forms = forms(secret);
  }

  /** Every form that is searched for. */
  Set<String> forms() {
    return forms;
  }

  /** How often a form of the secret occurs in {@code contents}; each form counts once in each. */
  long hits(Collection<byte[]> contents) {
    return contents.stream().mapToLong(this::hits).sum();
  }

  private long hits(byte[] content) {
    String text = new String(content, ISO_8859_1);
    return forms.stream().filter(text::contains).count();
  }

  private static Set<String> forms(String secret) {
    String hexadecimal = HexFormat.of().formatHex(secret.getBytes(UTF_8));
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(URLEncoder.encode(secret, UTF_8));
    forms.add(hexadecimal);
    forms.add(hexadecimal.toUpperCase(Locale.ROOT));
    for (int before = 0; before < 3; before++) {
      forms.add(base64(secret, before, Base64.getEncoder()));
      forms.add(base64(secret, before, Base64.getUrlEncoder()));
    }
    return forms;
  }

  // Of the encoded text only what the secret alone decides: its neighbours share the characters at
  // both ends.
  private static String base64(String secret, int before, Base64.Encoder encoder) {
    String text = "x".repeat(before) + secret;
    String encoded = encoder.withoutPadding().encodeToString(text.getBytes(UTF_8));
    int firstBit = 8 * before;
    int pastLastBit = 8 * text.getBytes(UTF_8).length;
    return encoded.substring((firstBit + 5) / 6, pastLastBit / 6);
  }
}
