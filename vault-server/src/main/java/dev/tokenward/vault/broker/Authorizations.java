package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.CredentialView.Status;
import dev.tokenward.vault.store.KeptCredential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people consented to, as the kinds that can be authorized keep it. Thread-safe. */
final class Authorizations {

  private final Credentials credentials;
  private final OpenSources sources;
  private final TokenRuntime runtime;
  private final ConsoleUrl console;

  /** {@code runtime} sends through the guarded sender. */
  Authorizations(
      Credentials credentials, OpenSources sources, TokenRuntime runtime, ConsoleUrl console) {
    this.credentials = credentials;
    this.sources = sources;
    this.runtime = runtime;
    this.console = console;
  }

  TokenRuntime runtime() {
    return runtime;
  }

  ConsoleUrl console() {
    return console;
  }

  boolean can(KeptCredential kept) {
    return kind(kept).isPresent();
  }

  private Optional<Authorizable> kind(KeptCredential kept) {
    return credentials.authorizable(kept.row().value().kind());
  }

  /**
   * The ability of the credential's kind.
   *
   * @throws RefusedException for {@code CONFLICT} where nobody can consent to it
   */
  Authorizable require(KeptCredential kept) {
    return kind(kept)
        .orElseThrow(
            () ->
                new RefusedException(
                    Reason.CONFLICT,
                    kept.name()
                        + " is of the kind "
                        + kept.row().value().kind()
                        + ", which needs"
                        + " nobody's consent",
                    null,
                    "Use it as it is: POST /v1/credentials/" + kept.name() + "/test."));
  }

  /** The credential, opened; whoever asked destroys its secrets. */
  Credential open(KeptCredential kept) {
    return credentials.open(kept).orElseThrow(() -> changed(kept.name()));
  }

  /** Refuses what was begun for a credential that is another by now. */
  void requireUnchanged(KeptCredential before) {
    boolean same =
        credentials
            .get(before.id())
            .filter(now -> now.row().value().edition() == before.row().value().edition())
            .isPresent();
    if (!same) {
      throw changed(before.name());
    }
  }

  static RefusedException changed(String name) {
    return new RefusedException(
        Reason.CONFLICT,
        "The credential " + name + " was changed meanwhile",
        null,
        "Read it again, then repeat.");
  }

  /** How the credential stands; empty where nobody can consent to it. Nothing is sent. */
  Optional<Authorization> of(KeptCredential kept, Map<String, Secret> secrets) {
    return kind(kept).map(kind -> shown(kind, kept, secrets));
  }

  private Authorization shown(Authorizable kind, KeptCredential kept, Map<String, Secret> secrets) {
    try {
      Credential opened = credentials.opened(kept, secrets);
      return shown(kind.asked(opened), kind.status(opened), kept);
    } catch (TokenException e) {
      return unknown("configuration", e.nextStep());
    } catch (UnavailableException e) {
      return unknown("store-unavailable", "Give this to the operator: tokenward doctor");
    }
  }

  /** What is kept of the grant. Nothing is sent. */
  Authorizable.Status status(KeptCredential kept) {
    Credential opened = open(kept);
    try {
      return kept(() -> require(kept).status(opened));
    } finally {
      opened.destroy();
    }
  }

  /** Whose authorization is in use; null where none is, or where that cannot be read. */
  @Nullable String authorizedBy(KeptCredential kept) {
    try {
      Authorizable.Status status = status(kept);
      return status.authorized() ? account(status.grantor()) : null;
    } catch (RefusedException e) {
      return null;
    }
  }

  private static String account(Authorizable.@Nullable Grantor grantor) {
    String account = grantor == null ? null : grantor.account();
    return account == null ? "an account that the provider does not name" : account;
  }

  private Authorization unknown(String reason, String nextStep) {
    return new Authorization(
        Status.NOT_AUTHORIZED,
        reason,
        null,
        nextStep,
        null,
        List.of(),
        List.of(),
        console.redirect());
  }

  private Authorization shown(
      Authorizable.Asked asked, Authorizable.Status status, KeptCredential kept) {
    Authorizable.Grantor grantor = status.grantor();
    return new Authorization(
        status.authorized() ? Status.AUTHORIZED : Status.NOT_AUTHORIZED,
        status.reason(),
        status.since(),
        status.authorized() ? null : nextStep(status, kept.name()),
        grantor == null ? null : grantor.account(),
        grantor == null ? List.of() : grantor.scopes(),
        grantor != null && status.authorized()
            ? Authorization.warnings(asked, grantor, status.added())
            : Authorization.warnings(asked),
        console.redirect());
  }

  /** Where somebody's consent begins, to be read after what is to be done. */
  static String route(String name) {
    return " POST /v1/credentials/" + name + "/authorize";
  }

  private static String nextStep(Authorizable.Status status, String name) {
    return status.nextStep() + route(name);
  }

  /**
   * Deletes what was consented to, and lets nobody go on with what came of it.
   *
   * @return what is left to do by hand upstream; empty where nothing is
   */
  String end(KeptCredential kept) {
    require(kept);
    Credential opened = open(kept);
    try {
      return end(kept, opened);
    } finally {
      opened.destroy();
    }
  }

  /** The same by what was opened before, which stays so. */
  String end(KeptCredential kept, Credential opened) {
    Authorizable kind = require(kept);
    try {
      sources.drop(kept.id());
      return kept(() -> kind.deauthorize(opened, runtime));
    } finally {
      // Again: a request may have opened it anew before the grant was deleted.
      sources.drop(kept.id());
    }
  }

  /**
   * Keeps what was granted; whoever asks next is answered by it.
   *
   * @throws ConsentRefusedException where no answer got as far as {@code from}
   */
  void keep(UnderWay one, ConsentView.Stage from) {
    one.settle(from, answer -> kept(answer::keep));
    sources.drop(one.credential().id());
  }

  private static <T> T kept(Supplier<T> work) {
    try {
      return work.get();
    } catch (UnavailableException e) {
      throw new RefusedException(
          Reason.STORE_UNAVAILABLE,
          "The authorization cannot be read or kept: " + e.getMessage(),
          null,
          "Give this to the operator, who looks with: tokenward doctor");
    }
  }
}
