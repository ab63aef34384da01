package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Decision;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Listed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Begins every use of the vault with the decision and ends it with the record. What was prepared is
 * delivered only after its record is durable.
 */
final class Guard {

  /** What a vault that was restored still does: it shows, and it can be frozen. */
  private static final Pattern QUIET_ACTION =
      Pattern.compile(".+\\.(list|read|verify|freeze|dry-run)");

  /** What was decided: the credential, and the statements that allow its use, in their order. */
  record Admitted(KeptCredential credential, List<Policy> statements) {}

  private final Policies policies;
  private final Freezes freezes;
  private final Credentials credentials;
  private final AuditLog audit;

  Guard(Policies policies, Freezes freezes, Credentials credentials, AuditLog audit) {
    this.policies = policies;
    this.freezes = freezes;
    this.credentials = credentials;
    this.audit = audit;
  }

  /** Runs an action on a credential. Unknown and denied credentials take the same path. */
  <T> T credential(
      Call call,
      String action,
      Permission permission,
      String name,
      Function<Admitted, Ready<T>> body) {
    Trail trail = new Trail(audit, call, action, name);
    return run(
        trail,
        () -> body.apply(admit(call, permission, name, trail.sought(credentials.find(name)))));
  }

  /** Runs the removal of a credential that cannot be read, as far as its id says who may. */
  <T> T damaged(
      Call call, String action, Permission permission, Listed<?> damaged, Supplier<Ready<T>> body) {
    return run(
        new Trail(audit, call, action, damaged.name(), damaged.id()),
        () -> {
          Decision decision = policies.decide(call.caller(), permission, damaged.id());
          if (!decision.allowed()) {
            throw refused(
                decision.credentialKnown()
                    ? wider(permission, damaged.name())
                    : notFound(damaged.name()));
          }
          return body.get();
        });
  }

  /**
   * Runs an action by right of a virtual PAT on the credential that it was made of, which others
   * may have renamed meanwhile.
   *
   * @param name as the request names it: under that name may be another credential by now
   */
  <T> T leased(
      Call call, String action, Lease pat, String name, Function<Admitted, Ready<T>> body) {
    Trail trail = new Trail(audit, call, action, name);
    return run(
        trail,
        () -> {
          Optional<KeptCredential> found =
              trail
                  .sought(credentials.find(name))
                  .filter(each -> each.id().equals(pat.credentialId()));
          return body.apply(admit(call, Permission.VIRTUAL_PAT, name, found));
        });
  }

  /** What the credential of a virtual PAT is called now. */
  String nameOf(Lease pat) {
    return Optional.ofNullable(pat.credentialId())
        .flatMap(credentials::get)
        .map(KeptCredential::name)
        .orElse(String.valueOf(pat.credential()));
  }

  /** Runs an action that is about no credential. */
  <T> T general(Call call, String action, Supplier<Ready<T>> body) {
    return run(new Trail(audit, call, action, null), body);
  }

  /** Runs an action that needs a permission, whatever credential it may be about. */
  <T> T permitted(
      Call call,
      String action,
      Permission permission,
      @Nullable String credential,
      Supplier<Ready<T>> body) {
    Trail trail = new Trail(audit, call, action, credential);
    return run(
        trail,
        () -> {
          Optional.ofNullable(credential).map(credentials::find).ifPresent(trail::sought);
          requirePermission(call, permission);
          return body.get();
        });
  }

  /** Runs an action that every caller may do to the credentials that it may know of. */
  <T> T known(Call call, String action, String name, Function<KeptCredential, Ready<T>> body) {
    Trail trail = new Trail(audit, call, action, name);
    return run(
        trail,
        () ->
            body.apply(
                trail
                    .sought(credentials.find(name))
                    .filter(each -> knows(call, each.id()))
                    .orElseThrow(() -> refused(notFound(name)))));
  }

  /** Whether the caller may know of the credential. */
  boolean knows(Call call, String credentialId) {
    return policies
        .decide(call.caller(), Permission.CREDENTIAL_WRITE, credentialId)
        .credentialKnown();
  }

  /** The ids of the credentials that the caller may know of; empty where that is every one. */
  Optional<Set<String>> known(Call call) {
    return policies.known(call.caller());
  }

  /** Refuses a caller without {@code permission} in the midst of an action. */
  void requirePermission(Call call, Permission permission) {
    boolean allowed =
        permission.aboutCredentials()
            ? policies.decide(call.caller(), permission, Policy.EVERY).allowed()
            : policies.holds(call.caller(), permission);
    if (!allowed) {
      throw refused(
          new RefusedException(
              Reason.WIDER_THAN_POLICY,
              "No policy gives this caller " + permission.text(),
              null,
              "Ask the operator for a policy with the permission " + permission.text() + "."));
    }
  }

  /** While a policy cannot be read, nobody knows that none allows it. */
  private RefusedException refused(RefusedException refusal) {
    policies.requireWhole();
    return refusal;
  }

  /** Refuses what was decided before it was recorded, and may no longer be so. */
  void requireStill(Call call, Permission permission, KeptCredential credential) {
    requireActive(call);
    requireUsable(permission, credential);
    if (!policies.decide(call.caller(), permission, credential.id()).allowed()) {
      throw refused(wider(permission, credential.name()));
    }
  }

  /** Whether the caller may make credentials, and so knows of every one. */
  boolean makesCredentials(Call call) {
    return policies.decide(call.caller(), Permission.CREDENTIAL_WRITE, Policy.EVERY).allowed();
  }

  /** Whether the caller may see and end what belongs to others. */
  boolean seesAll(Call call) {
    return policies.holds(call.caller(), Permission.SYSTEM);
  }

  /** Notes what became of something recorded before, without waiting. */
  void closed(Call call, String action, KeptCredential credential, About about) {
    new Trail(audit, call, action, credential.name(), credential.id()).later(Outcome.CLOSED, about);
  }

  /** Notes a change that the store has made to a credential, and waits until that is durable. */
  void changed(Call call, String action, String credential, String id, About about) {
    new Trail(audit, call, action, credential, id).now(Outcome.CLOSED, about);
  }

  /** Notes changes that are about no credential. */
  void changed(Call call, String action, List<About> all) {
    new Trail(audit, call, action, null).now(Outcome.CLOSED, all);
  }

  /** Notes a change that is about no credential. */
  void changed(Call call, String action, About about) {
    new Trail(audit, call, action, null).now(Outcome.CLOSED, about);
  }

  private <T> T run(Trail trail, Supplier<Ready<T>> body) {
    return trail.run(
        () -> {
          requireActive(trail.call());
          requireAwake(trail.action());
          return body.get();
        });
  }

  private void requireActive(Call call) {
    requireUnfrozen(call.caller().id(), "This caller");
  }

  private void requireAwake(String action) {
    if (freezes.quiet() && !QUIET_ACTION.matcher(action).matches()) {
      throw new RefusedException(
          Reason.FROZEN,
          "The vault was restored; until it is resumed, it shows what it keeps and nothing else",
          null,
          "The operator runs: tokenward resume");
    }
  }

  private void requireUnfrozen(String id, String what) {
    if (freezes.frozen(id)) {
      throw new RefusedException(
          Reason.FROZEN, what + " is frozen", null, "Wait until the operator unfreezes it.");
    }
  }

  private Admitted admit(
      Call call, Permission permission, String name, Optional<KeptCredential> found) {
    Decision decision =
        policies.decide(call.caller(), permission, found.map(KeptCredential::id).orElse(null));
    if (!decision.credentialKnown()) {
      throw refused(notFound(name));
    }
    KeptCredential credential = found.orElseThrow();
    if (decision.allowed()) {
      requireUsable(permission, credential);
      return new Admitted(credential, decision.statements());
    }
    if (permission == Permission.TOKEN && !credential.minted()) {
      throw storedSecret(name);
    }
    throw refused(wider(permission, name));
  }

  private static RefusedException wider(Permission permission, String name) {
    return new RefusedException(
        Reason.WIDER_THAN_POLICY,
        "No policy gives this caller " + permission.text() + " on " + name,
        null,
        "Ask the operator for a policy with the permission " + permission.text() + ".");
  }

  /**
   * Refuses what is frozen. A test sends the secret, too.
   *
   * @throws RefusedException for {@code FROZEN}
   */
  void requireUsable(Permission permission, KeptCredential credential) {
    if (permission.use() || permission == Permission.CREDENTIAL_TEST) {
      requireUnfrozen(Freezes.VAULT, "The vault");
      requireUnfrozen(credential.id(), "The credential " + credential.name());
    }
  }

  /** Whether the vault may use the credential by itself. */
  boolean awake(KeptCredential credential) {
    return !freezes.quiet() && !freezes.frozen(Freezes.VAULT) && !freezes.frozen(credential.id());
  }

  /** Whether nothing that a request uses was frozen or removed meanwhile. */
  boolean unfrozen(Caller caller, KeptCredential credential) {
    return !freezes.frozen(Freezes.VAULT)
        && !freezes.frozen(credential.id())
        && !freezes.frozen(caller.id());
  }

  /** Whether what allowed a request still does. */
  boolean stands(Policy statement) {
    return policies.stands(statement);
  }

  static RefusedException notFound(String name) {
    return new RefusedException(
        Reason.NOT_FOUND, "There is no credential " + name + " that this caller may use");
  }

  static RefusedException storedSecret(String name) {
    return new RefusedException(
        Reason.STORED_SECRET_NOT_RELEASED,
        "The token of " + name + " is the stored secret itself, which never leaves the vault",
        null,
        "Make a virtual PAT (POST /v1/credentials/"
            + name
            + "/virtual-pats), or send the request through /proxy/"
            + name
            + "/.");
  }
}
