package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.ConsentView.Stage;
import dev.tokenward.vault.broker.Guard.Admitted;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.store.KeptCredential;

/**
 * Has people consent: a caller asks, someone's browser goes to the provider and comes back ({@link
 * ConsentVisits}), and the grant is kept once it is known to be the expected account's (S19).
 * Thread-safe.
 */
public final class Consents {

  private final Guard guard;
  private final Authorizations authorizations;
  private final OpenConsents open;

  Consents(Guard guard, Authorizations authorizations, OpenConsents open) {
    this.guard = guard;
    this.authorizations = authorizations;
    this.open = open;
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
    try {
      return begun(call, kept, kind, opened);
    } catch (RuntimeException e) {
      opened.destroy();
      throw e;
    }
  }

  private UnderWay begun(Call call, KeptCredential kept, Authorizable kind, Credential opened) {
    UnderWay fresh =
        new UnderWay(
            open.secret(),
            call.caller(),
            kept,
            opened,
            kind.asked(opened),
            authorizations.authorizedBy(kept),
            kind.begin(opened, authorizations.console().redirect(), authorizations.runtime()),
            open.end());
    // Also finds out whether the provider can be asked at all.
    fresh.consent().page();
    open.add(fresh);
    return fresh;
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
    return open.find(each -> each.credential().id().equals(kept.id()))
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
    authorizations.requireUnchanged(one.credential());
    try {
      authorizations.keep(one, Stage.TO_CONFIRM);
    } catch (ConsentRefusedException e) {
      throw new RefusedException(
          Reason.CONFLICT,
          "Nothing waits to be confirmed for " + one.credential().name(),
          null,
          "Look how far it is: GET /v1/credentials/" + one.credential().name() + "/authorize");
    }
    open.close(one);
    return one.view(authorizations.console());
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
              () -> open.dropAround(kept.id(), () -> authorizations.end(kept)));
        });
  }

  private static About statement(Admitted admission) {
    return new About(admission.statements().get(0).name(), null, null, null);
  }
}
