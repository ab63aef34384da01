package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Noun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a caller.
 *
 * @param description for people, or null
 * @param secrets what it proves itself with: hashes alone
 */
public record CallerRecord(@Nullable String description, List<SecretHash> secrets) {

  /** Callers in the store. */
  public static final Noun<CallerRecord> NOUN = Noun.of("caller", CallerRecord.class);

  /**
   * One secret of a caller, as a keyed hash.
   *
   * @param id names it for people; says nothing of the secret
   */
  public record SecretHash(String id, String hash, Instant createdAt) {

    /** The id alone. */
    @Override
    public String toString() {
      return "SecretHash[" + id + "]";
    }
  }

  /** Copies the list. */
  public CallerRecord {
    secrets = List.copyOf(secrets);
  }
}
