package dev.tokenward.core.spi;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind whose credentials give nothing before a person has consented: a {@link CredentialProvider}
 * that implements this too keeps what came of it, the grant, under the credential's id.
 *
 * <p>The walk: {@link #begin}, send the person's browser to {@link Consent#page()}, give what comes
 * back to {@link Consent#finish}, look at who it was, and {@link Answer#keep} or {@link
 * Answer#discard}. Nothing is kept before that. Thread-safe; every method that sends throws {@link
 * dev.tokenward.core.TokenException}, and every one {@link DurableState.UnavailableException} where
 * the grant cannot be read or kept.
 */
public interface Authorizable {

  /** What a consent would ask for, and of whom. Nothing is sent. */
  Asked asked(Credential credential);

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
   * Deletes the grant, and then ends it upstream where the provider offers that; one that is away
   * fails nothing.
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
     * The page where an administrator may consent for everybody; comes back to the same redirect,
     * with the same state and without a code. Empty until {@link #finish} failed because the
     * provider said that only an administrator can.
     */
    default Optional<URI> adminPage() {
      return Optional.empty();
    }

    /**
     * Finishes with the parameters of the redirect. May be called once.
     *
     * @throws dev.tokenward.core.TokenException where the provider refused, or sent back what this
     *     did not begin: another state, another issuer, an ID token that does not hold
     */
    Answer finish(Map<String, String> parameters);
  }

  /** A grant that is not kept yet. Whoever holds it keeps it or gives it up. */
  interface Answer {

    /** Who consented, and to what. */
    Grantor grantor();

    /**
     * Keeps the grant durably in the place of whatever there was. Nothing is sent.
     *
     * @return ends upstream what was replaced, as well as that can be done, for whoever keeps to
     *     run when nobody waits for it; empty where that is not known to rest on another account
     */
    Optional<Runnable> keep();

    /**
     * Gives up the grant: ends it upstream (RFC 7009) as well as that can be done, and throws
     * neither for a provider that is away nor for a store.
     *
     * <p>It is left to run out where what is kept for the credential may rest on the same account:
     * several providers end every grant of an account by one of its tokens. So it is where nobody
     * says whose account either is, and where what is kept cannot be read.
     */
    void discard();
  }

  /**
   * What a consent asks for.
   *
   * @param provider who grants, for people
   * @param scopes what is asked for, as the provider spells it
   * @param account the account that is expected to consent; null where none is said
   * @param connectors what it is for, in the words of who made the credential; null where not said
   * @param retires when the provider ends this way of authorization; null where it does not
   */
  record Asked(
      String provider,
      List<String> scopes,
      @Nullable String account,
      @Nullable String connectors,
      @Nullable LocalDate retires) {

    /** Copies the list. */
    public Asked {
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * Who consented, to what, for how long.
   *
   * @param account the account as the provider names it to people, such as an address; null where
   *     it does not say
   * @param subject what the provider calls that account for ever; null where it does not say
   * @param tenant the directory of the account; null where there is none
   * @param personal whether it is known to be no account of an organization
   * @param scopes what was granted, as the provider says it; empty where it does not say
   * @param ends when the last token of it ends, since the provider gave nothing to renew it by;
   *     null where it can be renewed
   */
  record Grantor(
      @Nullable String account,
      @Nullable String subject,
      @Nullable String tenant,
      boolean personal,
      List<String> scopes,
      @Nullable Instant ends) {

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
   * @param used when the provider last gave something of it; null as {@code since} is
   * @param useBefore when the provider ends a grant that was not used; null where it does not
   * @param added scopes that the credential asks for now and nobody consented to yet: tokens are to
   *     be had, but not for these
   */
  record Status(
      boolean authorized,
      @Nullable String reason,
      @Nullable String nextStep,
      @Nullable Instant since,
      @Nullable Grantor grantor,
      @Nullable Instant used,
      @Nullable Instant useBefore,
      List<String> added) {

    /** Copies the list. */
    public Status {
      added = List.copyOf(added);
    }
  }
}
