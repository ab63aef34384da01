package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.StoreException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one action leaves in the audit: who does what, and to which credential as soon as that is
 * known. What was prepared is delivered only after its record is durable. Confined.
 */
final class Trail {

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

    static final About NOTHING = new About(null, null, null, null);

    About(
        @Nullable String statement,
        @Nullable String leaseId,
        @Nullable String tokenId,
        @Nullable String detail) {
      this(statement, leaseId, tokenId, null, detail);
    }

    static About lease(Lease lease) {
      return new About(null, lease.id(), null, null);
    }

    static About version(Noun<?> noun, Row<?> row) {
      return version(noun, row.id(), row.version(), row.name());
    }

    static About version(Noun<?> noun, String id, long version, String detail) {
      return new About(null, null, null, new RecordVersion(noun.name(), id, version), detail);
    }

    static About detail(String detail) {
      return new About(null, null, null, detail);
    }
  }

  private final AuditLog audit;
  private final Call call;
  private final String action;
  private final @Nullable String credential;
  private @Nullable String credentialId;

  /** {@code credential} is named as the request names it. */
  Trail(AuditLog audit, Call call, String action, @Nullable String credential) {
    this.audit = audit;
    this.call = call;
    this.action = action;
    this.credential = credential;
  }

  /** The same, about a credential that is known. */
  Trail(AuditLog audit, Call call, String action, String credential, String credentialId) {
    this(audit, call, action, credential);
    this.credentialId = credentialId;
  }

  Call call() {
    return call;
  }

  String action() {
    return action;
  }

  /** Takes note of what the name led to, whatever is decided about it. */
  Optional<KeptCredential> sought(Optional<KeptCredential> found) {
    credentialId = found.map(KeptCredential::id).orElse(null);
    return found;
  }

  /** Prepares, records, delivers; what is refused or fails on the way is recorded as that. */
  <T> T run(Supplier<Ready<T>> body) {
    Ready<T> ready = guarded(body);
    now(Outcome.GRANTED, ready.about());
    return guarded(ready.deliver());
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      now(Outcome.DENIED, About.detail(text(e.reason())));
      throw e;
    } catch (ConsentRefusedException e) {
      now(Outcome.DENIED, About.detail(e.why().text()));
      throw e;
    } catch (StoreException e) {
      RefusedException refusal = RefusedException.of(e);
      now(Outcome.FAILED, About.detail(text(refusal.reason())));
      throw refusal;
    } catch (TokenException e) {
      now(Outcome.FAILED, About.detail(text(e.reason())));
      throw e;
    } catch (RuntimeException e) {
      later(Outcome.FAILED, About.detail("internal"));
      throw e;
    }
  }

  /** Records, and waits until the record is durable. */
  void now(Outcome outcome, About about) {
    audit.record(event(outcome, about));
  }

  /** Records all, and waits until they are durable. */
  void now(Outcome outcome, List<About> all) {
    audit.recordAll(all.stream().map(about -> event(outcome, about)).toList());
  }

  /** Records without waiting. */
  void later(Outcome outcome, About about) {
    audit.recordLater(event(outcome, about));
  }

  private AuditEvent event(Outcome outcome, About about) {
    return new AuditEvent(
        call,
        action,
        outcome,
        credential,
        credentialId,
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
