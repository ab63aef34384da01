package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import dev.tokenward.vault.broker.Guard.Admitted;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.broker.UnderWay.Opening;
import dev.tokenward.vault.store.KeptCredential;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Has people consent: a caller asks, someone's browser goes to the provider and comes back, and the
 * grant is kept once it is known to be the expected account's (S19). What is under way is in memory
 * alone, ten minutes at most, one for each credential: a new one ends the old. Thread-safe.
 */
public final class Consents {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  /**
   * One request of a browser, which proves no caller.
   *
   * @param route its template
   * @param address whose connection it came over, or null where that has none
   */
  public record Visit(String route, String traceId, @Nullable String address) {}

  /** What a browser brings. */
  @FunctionalInterface
  public interface Cookies {

    /** Its cookie for the consent of that id; null where it has none. */
    @Nullable String of(String id);
  }

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
  private final Credentials credentials;
  private final Authorizations authorizations;
  private final Refusals refusals;
  private final SecureRandom random;
  private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();

  Consents(
      Guard guard,
      Credentials credentials,
      Authorizations authorizations,
      Refusals refusals,
      SecureRandom random) {
    this.guard = guard;
    this.credentials = credentials;
    this.authorizations = authorizations;
    this.refusals = refusals;
    this.random = random;
  }

  /**
   * Begins a consent: its link is for whoever is to sign in.
   *
   * @throws RefusedException for {@code CONFLICT} where the kind needs nobody's consent
   */
  public ConsentView begin(Call call, String name) {
    return guard.credential(
        call,
        "credential.authorize",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          KeptCredential kept = admission.credential();
          Authorizable kind = authorizations.require(kept);
          guard.freezes().requireUsable(Permission.CREDENTIAL_TEST, kept);
          return new Ready<>(
              statement(admission), () -> begun(call, kept, kind).view(authorizations.console()));
        });
  }

  private UnderWay begun(Call call, KeptCredential kept, Authorizable kind) {
    Credential opened = authorizations.open(kept);
    UnderWay fresh =
        new UnderWay(
            secret(),
            call.caller(),
            kept,
            opened,
            kind.asked(opened),
            kind.begin(opened, authorizations.redirect(), authorizations.runtime()),
            now().plus(LIFE));
    // Also finds out whether the provider can be asked at all.
    fresh.consent().page();
    add(fresh);
    return fresh;
  }

  private synchronized void add(UnderWay fresh) {
    underWay.values().stream().filter(each -> !each.lives(now())).toList().forEach(this::remove);
    drop(fresh.credential().id());
    if (underWay.size() >= MOST) {
      fresh.forget();
      throw new RefusedException(
          Reason.TOO_MANY,
          MOST + " consents are under way",
          null,
          "Wait until some are done, or ten minutes.");
    }
    underWay.put(fresh.id(), fresh);
  }

  /** Gives up what is under way for a credential that was removed or is to be asked for anew. */
  void drop(String credentialId) {
    of(credentialId).ifPresent(this::remove);
  }

  private void remove(UnderWay one) {
    underWay.remove(one.id());
    one.forget();
  }

  private Optional<UnderWay> of(String credentialId) {
    return underWay.values().stream()
        .filter(each -> each.credential().id().equals(credentialId))
        .findFirst();
  }

  /**
   * How far the consent for a credential is.
   *
   * @throws RefusedException for {@code CONFLICT} where none is under way
   */
  public ConsentView progress(Call call, String name) {
    return guard.known(
        call,
        "credential.authorize.read",
        name,
        kept -> {
          UnderWay one = living(kept);
          return new Ready<>(About.NOTHING, () -> one.view(authorizations.console()));
        });
  }

  private UnderWay living(KeptCredential kept) {
    authorizations.require(kept);
    return of(kept.id())
        .filter(each -> each.lives(now()))
        .orElseThrow(
            () ->
                new RefusedException(
                    Reason.CONFLICT,
                    "No consent for "
                        + kept.name()
                        + " is under way: each lasts ten minutes, and a"
                        + " restart of the vault ends all",
                    null,
                    "Begin again: POST /v1/credentials/" + kept.name() + "/authorize"));
  }

  /** Lets a grant be used though nobody expected its account; only who asked for it can say so. */
  public ConsentView confirm(Call call, String name) {
    return guard.credential(
        call,
        "credential.authorize.confirm",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          KeptCredential kept = admission.credential();
          guard.freezes().requireUsable(Permission.CREDENTIAL_TEST, kept);
          UnderWay one = living(kept);
          requireAsker(call, one);
          return new Ready<>(statement(admission), () -> confirmed(one));
        });
  }

  private static void requireAsker(Call call, UnderWay one) {
    if (!one.caller().id().equals(call.caller().id())) {
      throw new RefusedException(
          Reason.CONFLICT,
          "Another caller asked for this consent, and only that one can confirm it",
          null,
          "Have " + one.caller().name() + " confirm it, or begin again.");
    }
  }

  private ConsentView confirmed(UnderWay one) {
    requireUnchanged(one);
    try {
      kept(one);
    } catch (ConsentRefusedException e) {
      throw new RefusedException(
          Reason.CONFLICT,
          "Nothing waits to be confirmed for " + one.credential().name(),
          null,
          "Look how far it is: GET /v1/credentials/" + one.credential().name() + "/authorize");
    }
    return one.view(authorizations.console());
  }

  private void kept(UnderWay one) {
    one.settle(answer -> authorizations.keep(one.credential(), answer));
  }

  /** Deletes the grant of a credential at once, for every caller; gives what is left upstream. */
  public String deauthorize(Call call, String name) {
    return guard.credential(
        call,
        "credential.deauthorize",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          KeptCredential kept = admission.credential();
          authorizations.require(kept);
          return new Ready<>(
              statement(admission),
              () -> {
                drop(kept.id());
                return authorizations.end(kept);
              });
        });
  }

  /** Opens the page of a consent in a browser, which brings {@code cookie} where it was here. */
  public Page open(Visit visit, String id, @Nullable String cookie) {
    return step(
        visit,
        "consent.open",
        find(visit, id),
        one -> {
          Opening opening = one.opening(cookie, () -> new Opening(secret(), secret()));
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
   * @param cookies what the browser brings
   */
  public Outcome answer(Visit visit, Map<String, String> parameters, Cookies cookies) {
    String state = parameters.getOrDefault("state", "");
    UnderWay found =
        underWay.values().stream()
            .filter(each -> each.isState(state) && each.lives(now()))
            .findFirst()
            .orElseThrow(() -> wrongState(visit, cookies));
    boolean answered = parameters.containsKey("code") || parameters.containsKey("error");
    step(
        visit,
        "consent.callback",
        found,
        one -> {
          one.takeAnswer(cookies.of(one.id()), answered);
          return one;
        });
    String result = secret();
    finish(visit, found, parameters);
    found.resultFor(result, now().plus(LIFE));
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
    }
  }

  /** What the provider took its time for may not be right any more. */
  private UnderWay settled(Call call, UnderWay one, boolean expected) {
    guard.requireStill(call, Permission.CREDENTIAL_WRITE, one.credential());
    requireUnchanged(one);
    if (expected) {
      try {
        kept(one);
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

  private ConsentRefusedException wrongState(Visit visit, Cookies cookies) {
    ConsentRefusedException refusal = new ConsentRefusedException(Why.WRONG_STATE);
    Optional<UnderWay> carried =
        underWay.values().stream().filter(each -> carries(each, cookies)).findFirst();
    if (carried.isPresent() && carried.get().counts()) {
      guard.refused(
          call(visit, carried.get()), "consent.callback", carried.get().credential(), refusal);
    } else {
      unknown(visit);
    }
    return refusal;
  }

  private static boolean carries(UnderWay one, Cookies cookies) {
    String cookie = cookies.of(one.id());
    return cookie != null && one.isKnown(cookie);
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
    UnderWay one = underWay.get(id);
    if (one == null || !one.lives(now())) {
      unknown(visit);
      throw new ConsentRefusedException(Why.UNKNOWN);
    }
    return one;
  }

  private void unknown(Visit visit) {
    refusals.note(Refusals.Reason.CONSENT_UNPROVEN, visit.address(), null);
  }

  private interface Step<T> {
    T take(UnderWay one);
  }

  private <T> T step(Visit visit, String action, UnderWay one, Step<T> step) {
    if (!one.counts()) {
      unknown(visit);
      throw new ConsentRefusedException(Why.USED);
    }
    return guard.step(
        call(visit, one),
        action,
        one.credential(),
        () -> {
          requireUnchanged(one);
          T taken = step.take(one);
          return new Ready<>(About.NOTHING, () -> taken);
        });
  }

  private void requireUnchanged(UnderWay one) {
    KeptCredential before = one.credential();
    boolean same =
        credentials
            .get(before.id())
            .filter(now -> now.row().value().edition() == before.row().value().edition())
            .isPresent();
    if (!same) {
      throw Authorizations.changed(before.name());
    }
  }

  private static Call call(Visit visit, UnderWay one) {
    return new Call(one.caller(), visit.route(), visit.traceId());
  }

  private static About statement(Admitted admission) {
    return new About(admission.statements().get(0).name(), null, null, null);
  }

  /** 256 random bits. */
  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Instant now() {
    return authorizations.runtime().clock().instant();
  }
}
