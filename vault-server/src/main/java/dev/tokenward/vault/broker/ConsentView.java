package dev.tokenward.vault.broker;

import dev.tokenward.core.spi.Authorizable.Asked;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a consent.
 *
 * @param caller who asked for it
 * @param credential what it is for, by name
 * @param description of the credential
 * @param account who consented; null before, or where the provider does not say
 * @param scopes what was granted; empty before
 * @param warnings what to think of, each in a sentence
 * @param reason why it was refused, or what has to be confirmed; null otherwise
 * @param nextStep what to do about that
 * @param earlier what becomes of the authorization that was in use before, in a sentence; null
 *     where there was none
 * @param adminPage where an administrator may consent for everybody; null unless the provider said
 *     that only one can
 * @param redirectUri what has to be registered at the provider
 */
public record ConsentView(
    String id,
    URI link,
    Instant expiresAt,
    Stage stage,
    String caller,
    String credential,
    @Nullable String description,
    Asked asked,
    @Nullable String account,
    List<String> scopes,
    List<String> warnings,
    @Nullable String reason,
    @Nullable String nextStep,
    @Nullable String earlier,
    @Nullable URI adminPage,
    URI redirectUri) {

  /** How far it is. */
  public enum Stage {
    /** Someone has to open its page. */
    ASKED,
    /** Its page is open. */
    OPENED,
    /** A browser was sent to the provider. */
    SENT,
    /** The provider sent an answer, which is looked at. */
    ANSWERED,
    /** Someone consented, and the caller that asked has to confirm that it was the right one. */
    TO_CONFIRM,
    /** The credential is authorized. */
    DONE,
    /** The provider, the person or the vault refused. */
    REFUSED
  }

  /** Copies the lists. */
  public ConsentView {
    scopes = List.copyOf(scopes);
    warnings = List.copyOf(warnings);
  }
}
