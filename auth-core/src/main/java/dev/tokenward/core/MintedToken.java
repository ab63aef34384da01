package dev.tokenward.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that an authorization server minted: it always expires, and may be handed to whoever was
 * granted it.
 */
public final class MintedToken extends AccessToken {

  /** The life assumed when a server does not say one. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  /** The longest life believed. */
  public static final Duration LONGEST_LIFETIME = Duration.ofDays(30);

  private static final String SCHEME = "Bearer ";

  private final Instant issuedAt;
  private final Instant expiresAt;
  private final @Nullable Instant refreshAt;
  private final List<String> scopes;
  private final @Nullable TokenRequest request;

  private MintedToken(
      String authorization,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable Instant refreshAt,
      List<String> scopes,
      @Nullable TokenRequest request) {
    super(authorization);
    this.issuedAt = issuedAt;
    this.expiresAt = expiresAt;
    this.refreshAt = refreshAt;
    this.scopes = scopes;
    this.request = request;
  }

  /**
   * A bearer token (RFC 6750).
   *
   * @param value the token's text
   * @param issuedAt when it was received, by the wall clock
   * @param lifetime how long it lives from then; cut to {@link #LONGEST_LIFETIME}, never negative
   * @throws IllegalArgumentException when the text cannot be a token; it does not repeat it
   */
  public static MintedToken bearer(String value, Instant issuedAt, Duration lifetime) {
    // A header takes nothing else, and would quote the token when it refuses it.
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("A token is visible ASCII text without spaces");
    }
    return new MintedToken(
        SCHEME + value, issuedAt, issuedAt.plus(clamp(lifetime)), null, List.of(), null);
  }

  /**
   * Reads {@code expires_in} of a token response (RFC 6749, 5.1), in seconds. Servers omit it, send
   * it as a string, as zero, or absurdly large: what is no positive number means {@link
   * #DEFAULT_LIFETIME}, more than {@link #LONGEST_LIFETIME} means that.
   */
  public static Duration lifetime(@Nullable String expiresIn) {
    try {
      long seconds = expiresIn == null ? 0 : (long) Double.parseDouble(expiresIn.strip());
      return seconds > 0 ? clamp(Duration.ofSeconds(seconds)) : DEFAULT_LIFETIME;
    } catch (NumberFormatException e) {
      return DEFAULT_LIFETIME;
    }
  }

  /**
   * This token, with the server's hint when to renew it ({@code refresh_in}); outside its life, the
   * nearer end of it.
   */
  public MintedToken refreshAt(Instant hint) {
    Instant notBefore = hint.isBefore(issuedAt) ? issuedAt : hint;
    Instant within = notBefore.isAfter(expiresAt) ? expiresAt : notBefore;
    return new MintedToken(authorization(), issuedAt, expiresAt, within, scopes, request);
  }

  /** This token, with the scopes that the server granted. */
  public MintedToken scopes(List<String> granted) {
    return new MintedToken(
        authorization(), issuedAt, expiresAt, refreshAt, List.copyOf(granted), request);
  }

  /** The token's text, for an answer to whoever was granted it. */
  public String value() {
    // Not kept: it would double what a held token takes, and most callers want the header.
    return authorization().substring(SCHEME.length());
  }

  /** When it was received. */
  public Instant issuedAt() {
    return issuedAt;
  }

  @Override
  public Instant expiresAt() {
    return expiresAt;
  }

  /** When the server would have it renewed, or null. */
  public @Nullable Instant refreshAt() {
    return refreshAt;
  }

  /** The scopes that the server said it granted; empty when it did not say. */
  public List<String> scopes() {
    return scopes;
  }

  @Override
  @Nullable TokenRequest request() {
    return request;
  }

  @Override
  MintedToken keptUnder(TokenRequest key) {
    return new MintedToken(authorization(), issuedAt, expiresAt, refreshAt, scopes, key);
  }

  private static Duration clamp(Duration lifetime) {
    if (lifetime.isNegative()) {
      return Duration.ZERO;
    }
    return lifetime.compareTo(LONGEST_LIFETIME) > 0 ? LONGEST_LIFETIME : lifetime;
  }
}
