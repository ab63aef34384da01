package dev.tokenward.oauth;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.DurableState.Held;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spends a refresh token so that no crash loses the one that follows, and so that of all who share
 * the store one does.
 *
 * <p>The walk: claim the generation, mark it as sent, send, and have {@link Renewal} write the
 * answer in its place if it is still the one that was spent. Only then is the access token given
 * out. A generation that was sent, and whose answer nobody told, is sent again when {@link Reuse}
 * says that this is right.
 */
final class GrantSource implements TokenSource {

  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration REFUSAL_HOLDS = Duration.ofHours(1);

  private final Client client;
  private final GrantStore store;
  private final Provider provider;

  private final KeptToken keptToken;

  /** A generation is spent once, so that callers of one process would only wait for a claim. */
  private final ReentrantLock alone = new ReentrantLock(true);

  GrantSource(Client client, GrantStore store, Provider provider) {
    this.client = client;
    this.store = store;
    this.provider = provider;
    this.keptToken = new KeptToken(client, provider.runtime().clock());
  }

  @Override
  public AccessToken token(TokenRequest request) {
    checkAnswerable(request);
    alone.lock();
    try {
      return take(request);
    } catch (UnavailableException e) {
      throw Ended.unkept(client.name(), e);
    } finally {
      alone.unlock();
    }
  }

  private void checkAnswerable(TokenRequest request) {
    if (request.tenant() != null) {
      throw refused("a tenant", "Ask without one: the account belongs to its own.");
    }
    if (request.userToken() != null) {
      throw refused("a token on behalf of another user", "Ask without: it acts for its account.");
    }
    if (!Client.areScopes(request.scopes())) {
      throw refused("scopes that are none", "A scope has no spaces and no quotes.");
    }
  }

  private TokenException refused(String what, String nextStep) {
    return new TokenException(
        Reason.CONFIGURATION, client.name() + " was asked for " + what, nextStep);
  }

  private AccessToken take(TokenRequest request) {
    Instant giveUp = now().plus(TokenCall.LIMIT);
    for (Duration pause = FIRST_LOOK; ; pause = pause.multipliedBy(2)) {
      Row row = store.read();
      GrantState grant = usable(row);
      Optional<MintedToken> kept = keptToken.of(grant, request);
      if (kept.isPresent()) {
        return kept.get();
      }
      DurableState.Answer answer = store.claim(client.reuse().claim());
      if (answer instanceof Held held) {
        waitFor(held, pause, giveUp);
      } else if (((Claim) answer).row().generation() != row.generation()) {
        store.release((Claim) answer);
      } else {
        Optional<AccessToken> token = spend((Claim) answer, grant, request);
        if (token.isPresent()) {
          return token.get();
        }
      }
    }
  }

  private GrantState usable(Row row) {
    GrantState grant = GrantState.of(row);
    if (grant == null) {
      throw Refusals.ended(client.name(), GrantState.NEVER);
    }
    if (grant.end() != null && stands(grant.end(), grant)) {
      throw Refusals.ended(client.name(), grant.end().reason());
    }
    String barred = grant.barred(client, now());
    if (!barred.isEmpty()) {
      throw Refusals.ended(client.name(), barred);
    }
    return grant;
  }

  /** A provider may take back a refusal, such as that of a policy; so it is asked now and then. */
  private boolean stands(GrantState.End end, GrantState grant) {
    return grant.refreshToken() == null
        || end.reason().equals(GrantState.ANSWER_LOST)
        || now().isBefore(end.tried().plus(REFUSAL_HOLDS));
  }

  private void waitFor(Held held, Duration pause, Instant giveUp) {
    if (!now().isBefore(giveUp)) {
      throw new TokenException(
              Reason.UNREACHABLE,
              "The authorization of " + client.name() + " is being renewed by another process",
              "Ask again in a moment.")
          .withRetryAfter(held.remaining());
    }
    try {
      provider.runtime().pause(held.remaining().compareTo(pause) < 0 ? held.remaining() : pause);
    } catch (InterruptedIOException e) {
      throw new TokenException(
          Reason.INTERRUPTED, "Interrupted while waiting for " + client.name(), "Ask again.");
    }
  }

  /** Empty where the claim ran out before anything was sent, or another grant overtook this. */
  private Optional<AccessToken> spend(Claim claim, GrantState grant, TokenRequest request) {
    Secret refreshToken = grant.refreshToken();
    if (refreshToken == null) {
      store.release(claim);
      return Optional.of(keptToken.last(grant, request));
    }
    waitForLostAnswer(claim);
    TokenCall call = called(claim);
    long start = provider.runtime().ticker().getAsLong();
    Instant wall = now();
    if (!store.markSending(claim)) {
      return Optional.empty();
    }
    if (isLate(start, wall)) {
      // This process stood still: somebody else may be sending by now.
      store.release(claim);
      return Optional.empty();
    }
    Map<String, String> claims =
        request.claims() == null ? Map.of() : Map.of("claims", request.claims());
    Outcome outcome = call.refresh(refreshToken, grant.redirect(), scopes(grant, request), claims);
    return new Renewal(provider, store, claim, grant, request)
        .conclude(outcome)
        .map(token -> KeptToken.isOwn(request) ? keptToken.give(token) : token);
  }

  private List<String> scopes(GrantState grant, TokenRequest request) {
    return KeptToken.isOwn(request) ? Reach.of(grant, client).toSend() : request.scopes();
  }

  private boolean isLate(long start, Instant wall) {
    Duration ticked = Duration.ofNanos(provider.runtime().ticker().getAsLong() - start);
    Duration passed = Duration.between(wall, now());
    Duration longer = ticked.compareTo(passed) > 0 ? ticked : passed;
    return longer.compareTo(client.reuse().latestStart()) > 0;
  }

  private TokenCall called(Claim claim) {
    try {
      return provider.call();
    } catch (TokenException e) {
      store.release(claim);
      throw e;
    }
  }

  private void waitForLostAnswer(Claim claim) {
    if (claim.unanswered() == null) {
      return;
    }
    Duration wait = client.reuse().waitAfter(claim.unanswered());
    if (!wait.isZero()) {
      store.release(claim);
      throw new TokenException(
              Reason.UNREACHABLE,
              "The answer to the last refresh of " + client.name() + " is not known yet",
              "Ask again in a moment: who asked may still come back with it.")
          .withRetryAfter(wait);
    }
  }

  private Instant now() {
    return provider.runtime().clock().instant();
  }

  /** Tells what it is for, and nothing of the grant. */
  @Override
  public String toString() {
    return "GrantSource[" + client.name() + "]";
  }
}
