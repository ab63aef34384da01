package dev.tokenward.vault.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a management write made of a record that the vault keeps. Written into the chain, it shows
 * an older copy of the record that was put back.
 *
 * @param noun such as {@code credential}, {@code caller}, {@code policy}
 * @param id the record's permanent id
 * @param version grows by every write, and once more when the record is deleted
 * @param until when the record ends by itself, after which no copy of it is good; null for one that
 *     does not
 */
public record RecordVersion(String noun, String id, long version, @Nullable Instant until) {

  /** The version of a record that does not end by itself. */
  public RecordVersion(String noun, String id, long version) {
    this(noun, id, version, null);
  }
}
