package dev.tokenward.oauth;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider's answer to a code, and who gave it. */
record Answered(Provider provider, GrantStore store, GrantState grant)
    implements Authorizable.Answer {

  /**
   * Reads the answer.
   *
   * @throws TokenException where the provider refused, or what it gave does not hold
   */
  static Answered of(
      Provider provider,
      GrantStore store,
      Outcome outcome,
      @Nullable String nonce,
      String redirect) {
    if (outcome instanceof Outcome.Granted granted && granted.reply().isToken()) {
      Client client = provider.client();
      TokenReply reply = granted.reply();
      Instant now = provider.runtime().clock().instant();
      Grantor grantor = new IdTokens(provider).grantor(reply, nonce, client.scopes());
      return new Answered(
          provider,
          store,
          new GrantState(
              Provider.secret(reply, "refresh_token"),
              Provider.access(reply, client.scopes(), null, now),
              client.scopes(),
              client.boundTo(),
              redirect,
              grantor,
              now,
              now,
              null));
    }
    throw failure(provider, outcome);
  }

  private static TokenException failure(Provider provider, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.failure();
    }
    return outcome instanceof Outcome.Unanswered unanswered
        ? unanswered.failure()
        : Refusals.noAnswer(provider.client().name());
  }

  @Override
  public Grantor grantor() {
    return grant.grantor();
  }

  @Override
  public Optional<Runnable> keep() {
    GrantState before = store.replace(grant);
    return Optional.ofNullable(before)
        .filter(each -> each.isOfAnotherAccountThan(grant))
        .map(each -> () -> provider.end(each));
  }

  @Override
  public void discard() {
    if (!mayEndWhatIsKept()) {
      provider.end(grant);
    }
  }

  /** Some providers end the whole session, or all grants of an account, by one of its tokens. */
  private boolean mayEndWhatIsKept() {
    try {
      GrantState kept = GrantState.of(store.read());
      return kept != null && kept.holdsTokens() && !kept.isOfAnotherAccountThan(grant);
    } catch (UnavailableException e) {
      return true;
    }
  }

  /** Shows who, and no token. */
  @Override
  public String toString() {
    return "Answered[" + grant.grantor() + "]";
  }
}
