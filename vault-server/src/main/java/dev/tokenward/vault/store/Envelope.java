package dev.tokenward.vault.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a record keeps secret. Each text has a random data key of its own, wrapped by the
 * newest root key; both are AES-256-GCM, and both are bound to the label and to everything that
 * stands beside the secret in the open. Thread-safe if the supplier and the random source are.
 *
 * <p>A sealed text is the format (1 byte), the root key version (4), the wrapped data key (60), and
 * the encrypted secret. Arrays that hold keys are wiped after use; what the platform's ciphers copy
 * is beyond reach, so this shortens exposure and proves nothing.
 */
final class Envelope {

  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;
  private static final int SECRET_AT = HEADER_BYTES + AesGcm.KEY_BYTES + AesGcm.OVERHEAD;

  private final Supplier<KeyRing> ring;
  private final SecureRandom random;

  /** Asks for the ring each time, so that a new version acts at once. */
  public Envelope(Supplier<KeyRing> ring, SecureRandom random) {
    this.ring = ring;
    this.random = random;
  }

  /** Uses one ring. */
  public Envelope(KeyRing ring, SecureRandom random) {
    this(() -> ring, random);
  }

  /**
   * Seals {@code secret} so that only {@code label} and {@code open}, unchanged, open it again.
   *
   * @param open everything of the row that is not secret
   */
  public byte[] seal(Label label, byte[] open, byte[] secret) {
    KeyRing keys = ring.get();
    byte[] header = header(keys.newest());
    byte[] bound = label.bind(header, open);
    byte[] dataKey = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(dataKey);
    try {
      byte[] wrapped =
          AesGcm.seal(keys.key(keys.newest()).orElseThrow().wrapping(), bound, dataKey, random);
      byte[] sealed = AesGcm.seal(aes(dataKey), bound, secret, random);
      return ByteBuffer.allocate(SECRET_AT + sealed.length)
          .put(header)
          .put(wrapped)
          .put(sealed)
          .array();
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * The secret that was sealed; whoever asks wipes it.
   *
   * @throws BrokenSealException when any part is not as it was sealed, or the root key is missing
   */
  public byte[] unseal(Label label, byte[] open, byte[] sealed) {
    if (!readable(sealed)) {
      throw BrokenSealException.damaged(label);
    }
    byte[] bound = label.bind(Arrays.copyOf(sealed, HEADER_BYTES), open);
    byte[] dataKey =
        AesGcm.unseal(
                root(label, keyVersion(sealed)).wrapping(),
                bound,
                Arrays.copyOfRange(sealed, HEADER_BYTES, SECRET_AT))
            .orElseThrow(() -> BrokenSealException.damaged(label));
    try {
      return AesGcm.unseal(
              aes(dataKey), bound, Arrays.copyOfRange(sealed, SECRET_AT, sealed.length))
          .orElseThrow(() -> BrokenSealException.damaged(label));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private RootKey root(Label label, int version) {
    KeyRing keys = ring.get();
    return keys.key(version)
        .orElseThrow(() -> BrokenSealException.unknownKey(label, version, keys.versions()));
  }

  /**
   * The root key version that {@code sealed} says it is under. Anybody may have written it there:
   * only {@link #unseal} proves it.
   *
   * @throws BrokenSealException when it is no sealed text
   */
  public int keyVersion(byte[] sealed) {
    if (!readable(sealed)) {
      throw BrokenSealException.unreadable();
    }
    return ByteBuffer.wrap(sealed).getInt(Byte.BYTES);
  }

  /** Whether it says that it is under the newest root key. */
  boolean newest(byte[] sealed) {
    return keyVersion(sealed) == ring.get().newest();
  }

  private static boolean readable(byte[] sealed) {
    return sealed.length >= SECRET_AT + AesGcm.OVERHEAD && sealed[0] == FORMAT;
  }

  /** How every text begins that is sealed under that root key. */
  static byte[] header(int version) {
    return ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).putInt(version).array();
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }
}
