package dev.tokenward.vault.audit;

/**
 * What a management write made of a record that the vault keeps. Written into the chain, it shows
 * an older copy of the record that was put back.
 *
 * @param noun such as {@code credential}, {@code caller}, {@code policy}
 * @param id the record's permanent id
 * @param version grows by every write, and once more when the record is deleted
 */
public record RecordVersion(String noun, String id, long version) {}
