package dev.tokenward.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches what a program lets out for secrets that were planted in it.
 *
 * <p>Canaries are made anew in every run, so that no fixture looks like a credential. Each is
 * looked for in plain, URL-encoded, hexadecimal and Base64 form, the last at every alignment, so
 * that {@code user:canary} in a Basic header is found whatever the user. Channels are named by the
 * test: a log, a response, a file. A channel that finds nothing proves nothing until it was seen to
 * find something: {@link #plant} feeds it one leak on purpose.
 */
public final class LeakProbe {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Map<String, String> canaries = new LinkedHashMap<>();
  private final Map<String, List<byte[]>> channels = new LinkedHashMap<>();

  /** A hit: which canary, in which form, in which channel. Does not show the canary. */
  public record Leak(String canary, String form, String channel) {}

  /** A new secret of 40 characters, named for the report. */
  public String canary(String name) {
    return canary(name, "");
  }

  /** A new secret of 40 characters after {@code prefix}, named for the report. */
  public String canary(String name, String prefix) {
    StringBuilder text = new StringBuilder(prefix);
    RANDOM.ints(37, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
    // Forces the URL-encoded form and both Base64 alphabets to differ from the plain one.
    String value = text.append("~/+").toString();
    watch(name, value);
    return value;
  }

  /** Looks for {@code value} too: a token that was made elsewhere during the test. */
  public void watch(String name, String value) {
    if (value.length() < 8) {
      throw new IllegalArgumentException("Too short to be told from chance: " + name);
    }
    canaries.put(name, value);
  }

  /** Adds text to a channel. */
  public LeakProbe see(String channel, @Nullable String text) {
    return see(channel, String.valueOf(text).getBytes(UTF_8));
  }

  /** Adds bytes to a channel. */
  public synchronized LeakProbe see(String channel, byte[] bytes) {
    channels.computeIfAbsent(channel, name -> new ArrayList<>()).add(bytes);
    return this;
  }

  /** Adds a file, or every file below a folder, to a channel; names count as content. */
  public LeakProbe see(String channel, Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.toList()) {
        see(channel, file.toString());
        if (Files.isRegularFile(file)) {
          see(channel, Files.readAllBytes(file));
        }
      }
    }
    return this;
  }

  /** Adds an exception: messages and text forms of it, its causes and what it suppressed. */
  public LeakProbe see(String channel, Throwable thrown) {
    see(channel, thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    return this;
  }

  private void see(String channel, @Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    see(channel, thrown.toString());
    see(channel, thrown.getLocalizedMessage());
    if (thrown instanceof TokenException failure) {
      see(channel, failure.nextStep() + failure.code());
    }
    see(channel, thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      see(channel, suppressed, seen);
    }
  }

  /** Every hit so far. */
  public synchronized Set<Leak> leaks() {
    Set<Leak> found = new LinkedHashSet<>();
    canaries.forEach(
        (name, value) ->
            forms(value)
                .forEach(
                    (form, needle) ->
                        channels.forEach(
                            (channel, contents) -> {
                              if (contents.stream().anyMatch(bytes -> contains(bytes, needle))) {
                                found.add(new Leak(name, form, channel));
                              }
                            })));
    return found;
  }

  /** Fails, naming every hit, if there is one, and if nothing was seen at all. */
  public void assertClean() {
    if (channels.isEmpty() || canaries.isEmpty()) {
      throw new AssertionError("Nothing was searched, or for nothing");
    }
    Set<Leak> leaks = leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("Secrets came out: " + leaks);
    }
  }

  /**
   * Shows that a channel is searched: {@code writer} lets a canary of its own out in each form, and
   * the probe must find every one.
   *
   * @param writer writes text to where the channel's content comes from
   * @param reader adds that content to the given probe
   */
  public static void plant(String channel, Writer writer, Reader reader) throws Exception {
    LeakProbe planted = new LeakProbe();
    Map<String, byte[]> forms = forms(planted.canary("planted"));
    for (byte[] form : forms.values()) {
      writer.write(new String(form, UTF_8));
    }
    reader.read(planted);
    for (String form : forms.keySet()) {
      if (!planted.leaks().contains(new Leak("planted", form, channel))) {
        throw new AssertionError("The probe is blind in " + channel + " for " + form);
      }
    }
  }

  /** Lets text out through a channel. */
  @FunctionalInterface
  public interface Writer {

    /** Writes {@code text}. */
    void write(String text) throws Exception;
  }

  /** Reads a channel into a probe. */
  @FunctionalInterface
  public interface Reader {

    /** Adds what the channel holds to {@code probe}. */
    void read(LeakProbe probe) throws Exception;
  }

  private static Map<String, byte[]> forms(String value) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("plain", value);
    forms.put("URL-encoded", URLEncoder.encode(value, UTF_8));
    forms.put("hexadecimal", HexFormat.of().formatHex(value.getBytes(UTF_8)));
    for (int shift = 0; shift < 3; shift++) {
      forms.put("Base64+" + shift, base64(value, shift, Base64.getEncoder()));
      forms.put("Base64url+" + shift, base64(value, shift, Base64.getUrlEncoder()));
    }
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    forms.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    return bytes;
  }

  // Only the characters that the value alone decides: its neighbours decide the first and the last.
  private static String base64(String value, int shift, Base64.Encoder encoder) {
    byte[] bytes = value.getBytes(UTF_8);
    byte[] shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String encoded = encoder.withoutPadding().encodeToString(shifted);
    int from = (shift * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return encoded.substring(from, to);
  }

  private static boolean contains(byte[] bytes, byte[] needle) {
    for (int start = 0; start + needle.length <= bytes.length; start++) {
      int i = 0;
      while (i < needle.length && bytes[start + i] == needle[i]) {
        i++;
      }
      if (i == needle.length) {
        return true;
      }
    }
    return false;
  }
}
