package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Decision;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.ConfiguredStore;
import dev.tokenward.vault.store.KeptCredential;
import java.util.List;
import java.util.Locale;
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

  /**
   * What is ready to leave.
   *
   * @param about what the record says of it
   * @param deliver makes it valid and gives it
   */
  record Ready<T>(About about, Supplier<T> deliver) {}

  /** Names and ids for the record; null where there is none. */
  record About(
      @Nullable String statement,
      @Nullable String leaseId,
      @Nullable String tokenId,
      @Nullable RecordVersion record,
      @Nullable String detail) {

    About(
        @Nullable String statement,
        @Nullable String leaseId,
        @Nullable String tokenId,
        @Nullable String detail) {
      this(statement, leaseId, tokenId, null, detail);
    }

    static final About NOTHING = new About(null, null, null, null);

    static About lease(Lease lease) {
      return new About(null, lease.id(), null, null);
    }

    static About detail(String detail) {
      return new About(null, null, null, detail);
    }
  }

  private final Policies policies;
  private final ConfiguredStore store;
  private final AuditLog audit;

  Guard(Policies policies, ConfiguredStore store, AuditLog audit) {
    this.policies = policies;
    this.store = store;
    this.audit = audit;
  }

  /** Runs an action on a credential. Unknown and denied credentials take the same path. */
  <T> T credential(
      Call call,
      String action,
      Permission permission,
      String name,
      Function<Admitted, Ready<T>> body) {
    return recorded(call, action, name, () -> body.apply(admit(call, permission, name)));
  }

  /** Runs an action that is about no credential. */
  <T> T general(Call call, String action, Supplier<Ready<T>> body) {
    return recorded(call, action, null, body);
  }

  /** Records and gives the refusal of a credential of which the caller may not know. */
  RefusedException unknown(Call call, String action, String name) {
    RefusedException refusal = notFound(name);
    record(call, action, Outcome.DENIED, name, refusal.reason());
    return refusal;
  }

  /** Whether the caller may see and end what belongs to others. */
  boolean seesAll(Call call) {
    return policies.holds(call.caller(), Permission.SYSTEM);
  }

  /** Notes what became of something recorded before, without waiting. */
  void closed(Call call, String action, String credential, About about) {
    audit.recordLater(event(call, action, Outcome.CLOSED, credential, about));
  }

  private <T> T recorded(
      Call call, String action, @Nullable String credential, Supplier<Ready<T>> body) {
    Ready<T> ready;
    try {
      ready = body.get();
    } catch (RefusedException e) {
      record(call, action, Outcome.DENIED, credential, e.reason());
      throw e;
    } catch (TokenException e) {
      record(call, action, Outcome.FAILED, credential, e.reason());
      throw e;
    }
    audit.record(event(call, action, Outcome.GRANTED, credential, ready.about()));
    return ready.deliver().get();
  }

  private void record(
      Call call, String action, Outcome outcome, @Nullable String credential, Enum<?> reason) {
    audit.record(event(call, action, outcome, credential, About.detail(text(reason))));
  }

  private Admitted admit(Call call, Permission permission, String name) {
    Decision decision = policies.decide(call.caller(), permission, name);
    if (!decision.credentialKnown()) {
      throw notFound(name);
    }
    KeptCredential credential = store.find(name).orElseThrow();
    if (decision.allowed()) {
      return new Admitted(credential, decision.statements());
    }
    if (permission == Permission.TOKEN && !credential.minted()) {
      throw storedSecret(name);
    }
    throw new RefusedException(
        Reason.WIDER_THAN_POLICY,
        "No policy gives this caller " + permission.text() + " on " + name,
        null,
        "Ask the operator for a policy with the permission " + permission.text() + ".");
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

  private AuditEvent event(
      Call call, String action, Outcome outcome, @Nullable String credential, About about) {
    return new AuditEvent(
        call,
        action,
        outcome,
        credential,
        credential == null ? null : store.find(credential).map(KeptCredential::id).orElse(null),
        about.statement(),
        about.leaseId(),
        about.tokenId(),
        about.record(),
        about.detail());
  }

  private static String text(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
