package dev.tokenward.testkit.grants;

/**
 * What happened to one refresh token. Immutable; the token itself is not in it.
 *
 * @param family which consent it came of
 * @param digest its SHA-256 in hexadecimal, by which a test that has the token finds this
 * @param presented how often it came
 * @param redeemed how often it was exchanged for new tokens
 * @param mostInFlight how many refreshes with it were being worked on at once, at most
 * @param revoked whether its family is revoked
 */
public record Refreshes(
    String family, String digest, int presented, int redeemed, int mostInFlight, boolean revoked) {}
