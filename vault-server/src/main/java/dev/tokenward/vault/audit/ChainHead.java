package dev.tokenward.vault.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a chain: a record's number and its hash. Written down elsewhere, it proves later that
 * the chain still holds everything up to that record.
 *
 * @param seq the record's number, counted from 1; 0 for a chain without records
 * @param hash 64 hex digits in lower case
 */
public record ChainHead(long seq, String hash) {

  /** Where every chain begins. */
  public static final ChainHead START = new ChainHead(0, "0".repeat(64));

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

  /** Reads {@code SEQ:HASH}; empty when it is not of that form. */
  public static Optional<ChainHead> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ChainHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** {@code SEQ:HASH}. */
  @Override
  public String toString() {
    return seq + ":" + hash;
  }
}
