package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.KeptCredential;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends grants whose credential goes, or becomes one of another kind. As well as it can be done: no
 * provider keeps a credential where it is.
 */
final class GrantEnds {

  private final Authorizations authorizations;

  GrantEnds(Authorizations authorizations) {
    this.authorizations = authorizations;
  }

  /**
   * Ends the grant of {@code kept}, which has to be before its record goes: without it nobody could
   * say where.
   *
   * @return what is left to do by hand upstream; empty where nothing is
   */
  String end(KeptCredential kept) {
    return authorizations.can(kept) ? tried(() -> authorizations.end(kept)) : "";
  }

  /** The same of one that became another since, by what was {@link #opened} before. */
  String end(KeptCredential kept, Credential opened) {
    return tried(() -> authorizations.end(kept, opened));
  }

  /** Opens what it takes to end the grant later; empty where there never was one. */
  Optional<Credential> opened(KeptCredential kept) {
    try {
      return isLeft(kept) ? Optional.of(authorizations.open(kept)) : Optional.empty();
    } catch (TokenException e) {
      // It cannot be opened as it is configured: a switch back finds the grant.
      return Optional.empty();
    }
  }

  /** Whether there was ever a grant of {@code kept}, also one that cannot be read any more. */
  boolean isLeft(KeptCredential kept) {
    try {
      return authorizations.can(kept) && authorizations.status(kept).since() != null;
    } catch (RefusedException e) {
      return true;
    }
  }

  private static String tried(Supplier<String> end) {
    try {
      return end.get();
    } catch (TokenException e) {
      return notEnded(e, e.nextStep());
    } catch (RefusedException e) {
      return notEnded(e, e.nextStep());
    }
  }

  private static String notEnded(RuntimeException e, @Nullable String nextStep) {
    return "What was authorized could not be ended: "
        + e.getMessage()
        + ". "
        + Objects.requireNonNullElse(nextStep, "");
  }
}
