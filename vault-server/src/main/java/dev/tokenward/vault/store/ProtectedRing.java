package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tokenward.core.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key ring under a passphrase, as text that may be kept elsewhere: Argon2id makes a key of the
 * passphrase, and AES-256-GCM seals the ring with it and binds the lines before it. Immutable.
 */
final class ProtectedRing {

  private static final Pattern LINES =
      Pattern.compile(
          "(?<bound>[^\n]+\n"
              + "argon2id memory=(?<memory>[0-9]{1,9}) passes=(?<passes>[0-9]{1,9})"
              + " lanes=(?<lanes>[0-9]{1,9}) salt=(?<salt>[A-Za-z0-9+/]{22}==)\n)"
              + "sealed (?<sealed>[A-Za-z0-9+/]+={0,2})\n");

  private final byte[] text;
  private final String origin;
  private final Argon2Cost cost;
  private final byte[] salt;
  private final byte[] bound;
  private final byte[] sealed;

  private ProtectedRing(byte[] text, String origin) {
    this.text = text.clone();
    this.origin = origin;
    byte[] lines = CheckedText.read(text, RingFormat.PROTECTED, origin);
    Matcher parts = LINES.matcher(new String(lines, US_ASCII));
    if (!parts.matches()) {
      throw new KeyRingException(
          origin + " has lines that the vault does not write. Put back an unchanged copy of it.");
    }
    this.cost =
        new Argon2Cost(number(parts, "memory"), number(parts, "passes"), number(parts, "lanes"));
    this.salt = base64(parts, "salt");
    this.bound = parts.group("bound").getBytes(US_ASCII);
    this.sealed = base64(parts, "sealed");
  }

  private static int number(Matcher parts, String name) {
    return Integer.parseInt(parts.group(name));
  }

  private byte[] base64(Matcher parts, String name) {
    try {
      return Base64.getDecoder().decode(parts.group(name));
    } catch (IllegalArgumentException e) {
      throw new KeyRingException(
          origin
              + " has a part, "
              + name
              + ", that is no Base64. Put back an unchanged copy of it.");
    }
  }

  /** Puts {@code ring} under {@code passphrase}, at today's cost. */
  public static ProtectedRing protect(KeyRing ring, Secret passphrase, SecureRandom random) {
    return protect(ring, passphrase, Argon2Cost.TODAY, random);
  }

  static ProtectedRing protect(
      KeyRing ring, Secret passphrase, Argon2Cost cost, SecureRandom random) {
    byte[] salt = new byte[Argon2Cost.SALT_BYTES];
    random.nextBytes(salt);
    String bound =
        RingFormat.PROTECTED.firstLine()
            + ("\nargon2id memory=" + cost.memory())
            + (" passes=" + cost.passes())
            + (" lanes=" + cost.lanes())
            + (" salt=" + Base64.getEncoder().encodeToString(salt) + "\n");
    byte[] open = RingText.write(ring);
    byte[] sealed = AesGcm.seal(cost.key(passphrase, salt), bound.getBytes(US_ASCII), open, random);
    RingText.wipe(open);
    String lines = bound + "sealed " + Base64.getEncoder().encodeToString(sealed) + "\n";
    return read(CheckedText.write(lines.getBytes(US_ASCII)), "The protected key ring");
  }

  /**
   * Reads what {@link #text()} gave.
   *
   * @param origin what the text is, to begin messages with, such as {@code The key file root.key}
   * @throws KeyRingException when it was cut off or damaged
   */
  public static ProtectedRing read(byte[] text, String origin) {
    return new ProtectedRing(text, origin);
  }

  /**
   * The ring.
   *
   * @throws KeyRingException when the passphrase is another, or the text asks for more memory or
   *     time than this version of the vault gives; nothing is spent on it then
   */
  public KeyRing open(Secret passphrase) {
    if (!cost.bearable()) {
      throw new KeyRingException(
          origin
              + " asks for Argon2id parameters beyond what this version of the vault takes: at most"
              + " 256 MiB, 16 passes, 16 lanes. Put back an unchanged copy of it, or run the version"
              + " that wrote it.");
    }
    byte[] open =
        AesGcm.unseal(cost.key(passphrase, salt), bound, sealed).orElseThrow(this::notOpened);
    try {
      return RingText.read(open, origin);
    } finally {
      RingText.wipe(open);
    }
  }

  /** Damage by accident was found by the checksum, so that the passphrase is left. */
  private KeyRingException notOpened() {
    return new KeyRingException(
        origin
            + " does not open with this passphrase. Give the one that it was protected with; if"
            + " that is the right one, somebody edited the file: put back an unchanged copy of it.");
  }

  /** Whether it should be written anew, because a passphrase costs more to guess today. */
  public boolean outdated() {
    return cost.below(Argon2Cost.TODAY);
  }

  /** The text, a copy. Not secret by itself, and worth what the passphrase is worth. */
  public byte[] text() {
    return text.clone();
  }
}
