package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Carriers.Opening;
import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import dev.tokenward.vault.broker.ConsentView.Stage;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What browsers do with the links of consents (S19). Every step is one of whoever asked for the
 * consent, and on record as that. Thread-safe.
 */
public final class ConsentVisits {

  /**
   * One request of a browser, which proves no caller.
   *
   * @param route its template
   * @param address whose connection it came over, or null where that has none
   */
  public record Visit(String route, String traceId, @Nullable String address) {}

  /**
   * The page of a consent, for one browser.
   *
   * @param cookie what that browser has to bring from now on
   * @param form what its form has to bring
   * @param provider where its form leads to
   */
  public record Page(ConsentView view, String cookie, String form, URI provider) {

    /** Nothing that proves anything. */
    @Override
    public String toString() {
      return "Page[" + view.credential() + "]";
    }
  }

  /**
   * What became of an answer.
   *
   * @param cookie what the browser has to bring to look at it
   */
  public record Outcome(String id, String cookie) {

    /** Nothing that proves anything. */
    @Override
    public String toString() {
      return "Outcome";
    }
  }

  private final Guard guard;
  private final Authorizations authorizations;
  private final OpenConsents open;
  private final Refusals refusals;

  ConsentVisits(Guard guard, Authorizations authorizations, OpenConsents open, Refusals refusals) {
    this.guard = guard;
    this.authorizations = authorizations;
    this.open = open;
    this.refusals = refusals;
  }

  /** Opens the page of a consent in a browser, which brings {@code cookie} where it was here. */
  public Page open(Visit visit, String id, @Nullable String cookie) {
    return step(
        visit,
        "consent.open",
        find(visit, id),
        one -> {
          Opening opening = one.opening(cookie, () -> new Opening(open.secret(), open.secret()));
          return new Page(
              one.view(authorizations.console()),
              opening.cookie(),
              opening.form(),
              one.consent().page());
        });
  }

  /** Sends that browser, and no other from now on, to the provider. */
  public URI proceed(Visit visit, String id, @Nullable String cookie, @Nullable String form) {
    return step(visit, "consent.continue", find(visit, id), one -> one.send(cookie, form));
  }

  /**
   * Takes what the provider sent back.
   *
   * @param parameters of the redirect
   * @param cookies those of the browser, by the id of a consent; null where it has none
   */
  public Outcome answer(
      Visit visit, Map<String, String> parameters, Function<String, @Nullable String> cookies) {
    String state = parameters.getOrDefault("state", "");
    UnderWay found =
        open.find(each -> each.isState(state)).orElseThrow(() -> wrongState(visit, cookies));
    boolean answered = parameters.containsKey("code") || parameters.containsKey("error");
    step(
        visit,
        "consent.callback",
        found,
        one -> {
          one.takeAnswer(cookies.apply(one.id()), answered);
          return one;
        });
    String result = open.secret();
    finish(visit, found, parameters);
    found.showTo(result, open.end());
    return new Outcome(found.id(), result);
  }

  private void finish(Visit visit, UnderWay one, Map<String, String> parameters) {
    Call call = call(visit, one);
    try {
      guard.step(
          call,
          "consent.answer",
          one.credential(),
          () -> {
            Answer answer = one.consent().finish(parameters);
            one.answered(answer);
            boolean expected = isExpected(one, answer);
            return new Ready<>(
                About.detail(expected ? "expected account" : "account to be confirmed"),
                () -> settled(call, one, expected));
          });
    } catch (TokenException e) {
      one.refused(e);
    } catch (RefusedException e) {
      one.refused(e.getMessage(), e.nextStep());
    } catch (RuntimeException e) {
      one.refused("The vault made a mistake", "Give this to the operator, then begin again.");
      throw e;
    } finally {
      open.close(one);
    }
  }

  /** What the provider took its time for may not be right any more. */
  private UnderWay settled(Call call, UnderWay one, boolean expected) {
    guard.requireStill(call, Permission.CREDENTIAL_WRITE, one.credential());
    authorizations.requireUnchanged(one.credential());
    if (!expected) {
      one.awaitWord();
    } else {
      try {
        authorizations.keep(one, Stage.ANSWERED);
      } catch (ConsentRefusedException e) {
        // Somebody took back meanwhile what this would have brought.
        throw Authorizations.changed(one.credential().name());
      }
    }
    return one;
  }

  private static boolean isExpected(UnderWay one, Answer answer) {
    String account = answer.grantor().account();
    return account != null && account.equalsIgnoreCase(one.asked().account());
  }

  private ConsentRefusedException wrongState(
      Visit visit, Function<String, @Nullable String> cookies) {
    ConsentRefusedException refusal = new ConsentRefusedException(Why.WRONG_STATE);
    Optional<UnderWay> carried = open.find(each -> each.isKnown(cookies.apply(each.id())));
    if (carried.isPresent() && carried.get().counts()) {
      guard.refused(
          call(visit, carried.get()), "consent.callback", carried.get().credential(), refusal);
    } else {
      unknown(visit);
    }
    return refusal;
  }

  /** What became of a consent, for the browser that brought its answer. */
  public ConsentView outcome(Visit visit, String id, @Nullable String cookie) {
    UnderWay one = find(visit, id);
    try {
      one.requireResult(cookie);
    } catch (ConsentRefusedException e) {
      unknown(visit);
      throw e;
    }
    return one.view(authorizations.console());
  }

  private UnderWay find(Visit visit, String id) {
    return open.get(id)
        .orElseThrow(
            () -> {
              unknown(visit);
              return new ConsentRefusedException(Why.UNKNOWN);
            });
  }

  private void unknown(Visit visit) {
    refusals.note(Refusals.Reason.CONSENT_UNPROVEN, visit.address(), null);
  }

  private <T> T step(Visit visit, String action, UnderWay one, Function<UnderWay, T> step) {
    if (!one.counts()) {
      unknown(visit);
      throw new ConsentRefusedException(Why.USED);
    }
    return guard.step(
        call(visit, one),
        action,
        one.credential(),
        () -> {
          authorizations.requireUnchanged(one.credential());
          T taken = step.apply(one);
          return new Ready<>(About.NOTHING, () -> taken);
        });
  }

  private static Call call(Visit visit, UnderWay one) {
    return new Call(one.caller(), visit.route(), visit.traceId());
  }
}
