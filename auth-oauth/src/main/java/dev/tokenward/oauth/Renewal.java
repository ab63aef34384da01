package dev.tokenward.oauth;

import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.spi.DurableState.Claim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One refresh that was sent, and what is concluded from how it ended: what came is kept before
 * anybody sees a token of it.
 *
 * @param claim under which it was sent
 * @param grant what was spent
 * @param request for which
 */
record Renewal(
    Provider provider, GrantStore store, Claim claim, GrantState grant, TokenRequest request) {

  /**
   * The token that came; empty where another grant has taken the place of the one that was spent.
   *
   * @throws TokenException where none did
   */
  Optional<MintedToken> conclude(Outcome outcome) {
    if (outcome instanceof Outcome.Granted granted && granted.reply().isToken()) {
      return keep(granted.reply());
    }
    if (outcome instanceof Outcome.Refused refused) {
      refused(refused);
      throw refused.failure();
    }
    withoutToken(outcome);
    throw outcome instanceof Outcome.Unanswered unanswered
        ? unanswered.failure()
        : Refusals.noAnswer(client().name());
  }

  private void withoutToken(Outcome outcome) {
    Secret next =
        outcome instanceof Outcome.Granted granted
            ? Provider.secret(granted.reply(), "refresh_token")
            : null;
    if (next != null) {
      // No token that can be used, but the pair moved on.
      keep(grant.refreshed(next, null, now()));
    } else if (client().reuse().tolerated()) {
      store.release(claim);
    }
  }

  private void refused(Outcome.Refused refused) {
    // What one caller may not have says nothing of what the others live by.
    boolean special = !KeptToken.isOwn(request) || request.claims() != null;
    if (special && refused.challenge() != null) {
      store.demands().put(grant, refused.challenge());
    }
    if (refused.ended().isEmpty() || special) {
      store.release(claim);
      return;
    }
    boolean lost = claim.unanswered() != null && !client().reuse().tolerated();
    String reason = lost ? GrantState.ANSWER_LOST : refused.ended();
    store.end(claim, grant.ended(reason, claim.row().generation(), refused.challenge(), now()));
    if (lost) {
      throw Refusals.ended(client().name(), reason);
    }
  }

  private Optional<MintedToken> keep(TokenReply reply) {
    boolean own = KeptToken.isOwn(request);
    List<String> narrowedTo = own ? Reach.of(grant, client()).narrowedTo() : null;
    GrantState.Access access = Provider.access(reply, asked(narrowedTo), narrowedTo, now());
    GrantState next =
        grant.refreshed(Provider.secret(reply, "refresh_token"), own ? access : null, now());
    GrantState kept = keep(next);
    if (kept.end() != null) {
      throw Refusals.ended(client().name(), kept.end().reason());
    }
    if (!kept.granted().equals(next.granted()) || kept.isOfAnotherAccountThan(next)) {
      return Optional.empty();
    }
    if (request.claims() != null) {
      store.demands().met();
    }
    return Optional.of(GrantState.token(access));
  }

  /** What was overtaken is ended, unless what overtook it may end with it. */
  private GrantState keep(GrantState next) {
    GrantState kept = store.keepAnswer(claim, next);
    if (kept.end() != null || isReplaced(next, kept)) {
      provider.end(next);
    }
    return kept;
  }

  /** What is for another app, or at another provider, tells nothing of whose account it is. */
  private static boolean isReplaced(GrantState grant, GrantState kept) {
    return grant.boundTo().equals(kept.boundTo()) && grant.isOfAnotherAccountThan(kept);
  }

  private List<String> asked(@Nullable List<String> narrowedTo) {
    if (!KeptToken.isOwn(request)) {
      return request.scopes();
    }
    return narrowedTo == null ? grant.grantor().scopes() : narrowedTo;
  }

  private Client client() {
    return provider.client();
  }

  private Instant now() {
    return provider.runtime().clock().instant();
  }
}
