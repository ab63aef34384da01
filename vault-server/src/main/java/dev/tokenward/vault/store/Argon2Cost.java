package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.Secret;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What guessing a passphrase costs: Argon2id (RFC 9106), version 1.3.
 *
 * @param memory in KiB
 * @param passes over that memory
 * @param lanes that could run beside each other
 */
record Argon2Cost(int memory, int passes, int lanes) {

  /** The second recommended choice of RFC 9106, section 4. */
  static final Argon2Cost TODAY = new Argon2Cost(64 * 1024, 3, 4);

  private static final Argon2Cost MOST = new Argon2Cost(256 * 1024, 16, 16);

  static final int SALT_BYTES = 16;

  /** Whether this version of the vault pays it: a file must not make it run out of memory. */
  boolean bearable() {
    return lanes >= 1
        && passes >= 1
        && memory >= 8 * lanes
        && lanes <= MOST.lanes
        && passes <= MOST.passes
        && memory <= MOST.memory;
  }

  /** Whether guessing is cheaper than with {@code other}. */
  boolean below(Argon2Cost other) {
    return memory < other.memory || passes < other.passes;
  }

  SecretKey key(Secret passphrase, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] words = passphrase.reveal().getBytes(UTF_8);
    byte[] key = new byte[AesGcm.KEY_BYTES];
    try {
      generator.generateBytes(words, key);
      return new SecretKeySpec(key, "AES");
    } finally {
      Arrays.fill(words, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }
}
