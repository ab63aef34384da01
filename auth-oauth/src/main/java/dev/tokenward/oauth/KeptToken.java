package dev.tokenward.oauth;

import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives out the access token that a grant keeps, to each process once: who asks again no longer has
 * a use for it. Guarded by the lock of its {@link GrantSource}.
 */
final class KeptToken {

  private final Client client;
  private final Clock clock;

  /** The id of the access token that was given out last here: another one was made by others. */
  private String given = "";

  KeptToken(Client client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether it asks for what the credential is for. */
  static boolean isOwn(TokenRequest request) {
    return request.scopes().isEmpty();
  }

  /** What another process got, or this one before it was started again, and still lasts. */
  Optional<MintedToken> of(GrantState grant, TokenRequest request) {
    GrantState.Access access = grant.access();
    if (access == null || !isFor(access, grant, request) || request.claims() != null) {
      return Optional.empty();
    }
    Duration life = Duration.between(access.issued(), access.expires());
    Duration left = Duration.between(clock.instant(), access.expires());
    MintedToken token = GrantState.token(access);
    return left.compareTo(life.dividedBy(4)) > 0 && !given.equals(token.id())
        ? Optional.of(give(token))
        : Optional.empty();
  }

  /** One that was got while the credential asked for other scopes is not what it asks for now. */
  private boolean isFor(GrantState.Access access, GrantState grant, TokenRequest request) {
    return isOwn(request)
        && Objects.equals(access.narrowedTo(), Reach.of(grant, client).narrowedTo());
  }

  /** The last that there will ever be, of a grant that nothing can be renewed by. */
  MintedToken last(GrantState grant, TokenRequest request) {
    GrantState.Access access = grant.access();
    if (access == null
        || !isFor(access, grant, request)
        || !clock.instant().isBefore(access.expires())) {
      throw Refusals.ended(client.name(), GrantState.NO_REFRESH_TOKEN);
    }
    return give(GrantState.token(access));
  }

  /** Remembers that {@code token} is given out now. */
  MintedToken give(MintedToken token) {
    given = token.id();
    return token;
  }
}
