package dev.tokenward.core;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for. Immutable and reusable: keep one in a constant. It is also the key of
 * the cache, so two requests with the same scopes in another order share one token.
 */
public final class TokenRequest {

  /** The credential's own scopes, in its own tenant. */
  public static final TokenRequest DEFAULT = new TokenRequest(List.of(), null, null, null);

  private final List<String> scopes;
  private final @Nullable String tenant;
  private final @Nullable UserToken user;
  private final @Nullable String claims;
  private final int hash;

  private TokenRequest(
      Collection<String> scopes,
      @Nullable String tenant,
      @Nullable UserToken user,
      @Nullable String claims) {
    this.scopes = sorted(scopes);
    this.tenant = tenant;
    this.user = user;
    this.claims = claims;
    int what = 31 * this.scopes.hashCode() + Objects.hashCode(tenant);
    this.hash = user == null ? what : 31 * what + user.hashCode();
  }

  // One scope is what most ask for, and some build the request for every call.
  private static List<String> sorted(Collection<String> scopes) {
    return List.copyOf(scopes.size() > 1 ? new TreeSet<>(scopes) : scopes);
  }

  /** Returns a request for {@code scopes}; none means the credential's own. */
  public static TokenRequest scopes(String... scopes) {
    return scopes(List.of(scopes));
  }

  /** Returns a request for {@code scopes}; none means the credential's own. */
  public static TokenRequest scopes(Collection<String> scopes) {
    return scopes.isEmpty() ? DEFAULT : new TokenRequest(scopes, null, null, null);
  }

  /** Returns this request for another tenant than the credential's own. */
  public TokenRequest tenant(String other) {
    return new TokenRequest(scopes, Objects.requireNonNull(other, "tenant"), user, claims);
  }

  /**
   * Returns this request on behalf of a user: the token is for what the user may do, not the app,
   * and scopes may be those of a user.
   *
   * <p>Each user's token is a key of its own in the cache, and is kept as long as that key: within
   * {@link CacheSettings#maxEntries()}. It is shown nowhere.
   *
   * @param userToken the token that the user called with, made for the app that acts; without
   *     {@code Bearer}
   * @throws IllegalArgumentException when the text cannot be a token; it does not repeat it
   */
  public TokenRequest onBehalfOf(String userToken) {
    return new TokenRequest(scopes, tenant, new UserToken(userToken), claims);
  }

  /** This request, as a kind gets it when a server demands more of the token. */
  TokenRequest answering(@Nullable Challenge challenge) {
    return challenge == null ? this : new TokenRequest(scopes, tenant, user, challenge.claims());
  }

  /** The scopes, sorted, without doubles; empty means the credential's own. */
  public List<String> scopes() {
    return scopes;
  }

  /** The tenant asked for, or null for the credential's own. */
  public @Nullable String tenant() {
    return tenant;
  }

  /**
   * The token of the user on whose behalf this asks, or null for the app's own. For the kind: one
   * that cannot act for users refuses such a request with {@code CONFIGURATION}.
   */
  public @Nullable Secret userToken() {
    return user == null ? null : user.secret();
  }

  /**
   * The claims that the token must answer ({@link Challenge#claims()}), or null. For the kind: the
   * engine sets them, and they are no part of the key, so this plays no role in {@link #equals}. A
   * kind that cannot send claims leaves them out.
   */
  public @Nullable String claims() {
    return claims;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TokenRequest that
            && hash == that.hash
            && scopes.equals(that.scopes)
            && Objects.equals(tenant, that.tenant)
            && Objects.equals(user, that.user));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "TokenRequest"
        + scopes
        + (tenant == null ? "" : " in " + tenant)
        + (user == null ? "" : " on behalf of a user");
  }
}
