package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Decision;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
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
import org.jspecify.annotations.Nullable;

/**
 * Begins every use of the vault with the decision and ends it with the record. What was prepared is
 * delivered only after its record is durable.
 */
final class Guard {

  /** What was decided: the credential, and the statements that allow its use, in their order. */
  record Admitted(KeptCredential credential, List<Policy> statements) {}

  private final Policies policies;
  private final FreezeCheck freezes;
  private final Credentials credentials;
  private final AuditLog audit;

  Guard(Policies policies, Freezes freezes, Credentials credentials, AuditLog audit) {
    this.policies = policies;
    this.freezes = new FreezeCheck(freezes);
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
                    ? Unusable.wider(permission, damaged.name())
                    : Unusable.notFound(damaged.name()));
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
                    .orElseThrow(() -> refused(Unusable.notFound(name)))));
  }

  /**
   * Runs a step of what a caller began and a browser goes on with: the caller must still be allowed
   * it, and nothing of it may be frozen.
   */
  <T> T step(Call call, String action, KeptCredential credential, Supplier<Ready<T>> body) {
    return run(
        new Trail(audit, call, action, credential.name(), credential.id()),
        () -> {
          requireStill(call, Permission.CREDENTIAL_WRITE, credential);
          freezes.requireUsable(Permission.CREDENTIAL_TEST, credential);
          return body.get();
        });
  }

  /** Records a step that was refused before it could be said which one it is. */
  void refused(
      Call call, String action, KeptCredential credential, ConsentRefusedException refusal) {
    new Trail(audit, call, action, credential.name(), credential.id())
        .now(Outcome.DENIED, About.detail(refusal.why().text()));
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
      throw refused(Unusable.wider(permission));
    }
  }

  /** While a policy cannot be read, nobody knows that none allows it. */
  private RefusedException refused(RefusedException refusal) {
    policies.requireWhole();
    return refusal;
  }

  /** Refuses what was decided before it was recorded, and may no longer be so. */
  void requireStill(Call call, Permission permission, KeptCredential credential) {
    freezes.requireActive(call.caller());
    freezes.requireUsable(permission, credential);
    if (!policies.decide(call.caller(), permission, credential.id()).allowed()) {
      throw refused(Unusable.wider(permission, credential.name()));
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
          freezes.requireActive(trail.call().caller());
          freezes.requireAwake(trail.action());
          return body.get();
        });
  }

  private Admitted admit(
      Call call, Permission permission, String name, Optional<KeptCredential> found) {
    Decision decision =
        policies.decide(call.caller(), permission, found.map(KeptCredential::id).orElse(null));
    if (!decision.credentialKnown()) {
      throw refused(Unusable.notFound(name));
    }
    KeptCredential credential = found.orElseThrow();
    if (decision.allowed()) {
      freezes.requireUsable(permission, credential);
      return new Admitted(credential, decision.statements());
    }
    if (permission == Permission.TOKEN && !credential.minted()) {
      throw Unusable.storedSecret(name);
    }
    throw refused(Unusable.wider(permission, name));
  }

  /** What is frozen. */
  FreezeCheck freezes() {
    return freezes;
  }

  /** Whether what allowed a request still does. */
  boolean stands(Policy statement) {
    return policies.stands(statement);
  }
}
