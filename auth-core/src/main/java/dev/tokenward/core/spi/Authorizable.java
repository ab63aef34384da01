package dev.tokenward.core.spi;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind whose credentials give nothing before a person has consented: a {@link CredentialProvider}
 * that implements this too keeps what came of it, the grant, under the credential's id.
 *
 * <p>The walk: {@link #begin}, send the person's browser to {@link Consent#page()}, give what comes
 * back to {@link Consent#finish}, look at who it was, and {@link Answer#keep}. Nothing is kept
 * before that. Thread-safe; every method that sends throws {@link
 * dev.tokenward.core.TokenException}, and every one {@link DurableState.UnavailableException} where
 * the grant cannot be read or kept.
 */
public interface Authorizable {

  /**
   * Begins a consent; may ask the provider where its pages are.
   *
   * @param redirect where the provider sends the browser back to, exactly as it is registered there
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION} where the credential, or
   *     the redirect, does not allow it
   */
  Consent begin(Credential credential, URI redirect, TokenRuntime runtime);

  /** What is kept for the credential now. Nothing is sent. */
  Status status(Credential credential);

  /**
   * Deletes the grant, after it was ended upstream where the provider offers that.
   *
   * @return what is left to do by hand upstream, in one sentence; empty where nothing is
   */
  String deauthorize(Credential credential, TokenRuntime runtime);

  /** One consent under way, in the hands of one person. Kept in memory alone; may be given up. */
  interface Consent {

    /** The page of the provider where the person signs in and consents. */
    URI page();

    /** What the redirect carries as {@code state} (RFC 6749, 10.12): 256 random bits. */
    String state();

    /**
     * Finishes with the parameters of the redirect. May be called once.
     *
     * @throws dev.tokenward.core.TokenException where the provider refused, or sent back what this
     *     did not begin: another state, another issuer, an ID token that does not hold
     */
    Answer finish(Map<String, String> parameters);
  }

  /** A grant that is not kept yet. */
  interface Answer {

    /** Who consented, and to what. */
    Grantor grantor();

    /** Keeps the grant durably in the place of whatever there was. */
    void keep();
  }

  /**
   * Who consented.
   *
   * @param account the account as the provider names it to people, such as an address; null where
   *     it does not say
   * @param subject what the provider calls that account for ever; null where it does not say
   * @param tenant the directory of the account; null where there is none
   * @param personal whether it is known to be no account of an organization
   * @param scopes what was granted, as the provider says it; empty where it does not say
   */
  record Grantor(
      @Nullable String account,
      @Nullable String subject,
      @Nullable String tenant,
      boolean personal,
      List<String> scopes) {

    /** Copies the list. */
    public Grantor {
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * What is kept for a credential.
   *
   * @param authorized whether tokens are to be had
   * @param reason why not, in one word such as {@code answer-lost}; null where they are
   * @param nextStep what to do about it, in one sentence; null where there is nothing to do
   * @param since since when it is so; null where there never was a grant
   * @param grantor null where there never was a grant
   * @param useBefore when the provider ends a grant that was not used; null where it does not
   */
  record Status(
      boolean authorized,
      @Nullable String reason,
      @Nullable String nextStep,
      @Nullable Instant since,
      @Nullable Grantor grantor,
      @Nullable Instant useBefore) {}
}
