package dev.tokenward.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is kept: a password, a client secret, a personal access token.
 *
 * <p>Copies go in and out. It has no value equality, no serialized form, and its text form is
 * fixed. {@link #destroy()} overwrites this copy; copies that the platform made on the way (a
 * {@code String}, a network buffer) are beyond reach, so it shortens exposure and proves nothing.
 * Thread-safe.
 */
public final class Secret {

  private byte @Nullable [] bytes;

  private Secret(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("A secret is not empty");
    }
    this.bytes = bytes;
  }

  /** A secret from text. Prefer {@link #file(Path)}: text stays in memory until collected. */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The content of a file in UTF-8, without the line end that editors add.
   *
   * @throws UncheckedIOException naming the file when it cannot be read
   * @throws IllegalArgumentException naming the file when it is empty
   */
  public static Secret file(Path path) {
    try {
      byte[] content = Files.readAllBytes(path);
      int end = content.length;
      while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
        end--;
      }
      byte[] kept = Arrays.copyOf(content, end);
      Arrays.fill(content, (byte) 0);
      if (end == 0) {
        throw new IllegalArgumentException("The secret file " + path + " is empty");
      }
      return new Secret(kept);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the secret file " + path, e);
    }
  }

  /**
   * The secret itself. Every call is a place where it may leak; the product's are held to a list.
   *
   * @throws IllegalStateException after {@link #destroy()}
   */
  public synchronized String reveal() {
    if (bytes == null) {
      throw new IllegalStateException("This secret was destroyed");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether {@code candidate} is this secret; takes equally long for every candidate. */
  public synchronized boolean matches(String candidate) {
    return bytes != null
        && MessageDigest.isEqual(bytes, candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** An independent copy, with its own life. */
  public synchronized Secret copy() {
    if (bytes == null) {
      throw new IllegalStateException("This secret was destroyed");
    }
    return new Secret(bytes.clone());
  }

  /** Overwrites the secret. Idempotent. */
  public synchronized void destroy() {
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
      bytes = null;
    }
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
