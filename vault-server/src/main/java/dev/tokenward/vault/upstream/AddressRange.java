package dev.tokenward.vault.upstream;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses of one family.
 *
 * @param first an address of the block; bits behind the prefix do not count
 * @param prefix how many leading bits all its addresses share
 */
record AddressRange(InetAddress first, int prefix) {

  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  // Nothing else reaches the platform's parser, which takes shorthands and asks the network for
  // what it does not know.
  private static final Pattern LITERAL =
      Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*]?");

  /** Refuses a prefix that the address family does not have. */
  AddressRange {
    if (prefix < 0 || prefix > 8 * first.getAddress().length) {
      throw new IllegalArgumentException("no address has " + prefix + " leading bits");
    }
  }

  /** Reads {@code 10.1.0.0/16}, {@code 10.1.2.3} or {@code [fd00::1]}; empty if it is neither. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return literal(text).map(each -> new AddressRange(each, 8 * each.getAddress().length));
    }
    try {
      int prefix = Integer.parseInt(text.substring(slash + 1));
      return literal(text.substring(0, slash)).map(each -> new AddressRange(each, prefix));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A range that is known to be one. */
  static AddressRange of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** The address that {@code text} spells, without asking anybody. */
  static Optional<InetAddress> literal(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code address} lies in this range. */
  boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    return ours.length == theirs.length && firstBits(ours).equals(firstBits(theirs));
  }

  private BigInteger firstBits(byte[] address) {
    return new BigInteger(1, address).shiftRight(8 * address.length - prefix);
  }
}
