package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.access.KeyedHash;
import java.security.SecureRandom;
import java.time.Clock;

/** Makes secrets for callers; the vault keeps their hashes alone. */
public final class CallerSecrets {

  /** A secret, shown once, and what is kept of it. */
  public record Made(String text, SecretHash kept) {

    /** What is kept. */
    @Override
    public String toString() {
      return kept.toString();
    }
  }

  private final KeyedHash hash;
  private final SecureRandom random;
  private final Clock clock;

  /** Makes them from {@code random}. */
  public CallerSecrets(KeyedHash hash, SecureRandom random, Clock clock) {
    this.hash = hash;
    this.random = random;
    this.clock = clock;
  }

  /** A new secret. */
  public Made make() {
    String text = TokenString.callerSecret(random);
    return new Made(text, kept(text));
  }

  /** What is kept of a secret that came from elsewhere. */
  public SecretHash kept(String text) {
    String hashed = hash.of(text);
    return new SecretHash(hash.of("id " + hashed).substring(0, 8), hashed, clock.instant());
  }
}
