package dev.tokenward.vault.broker;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Patience;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One token source for each credential in use, opened at its first use, and anew when what opens
 * the credential was changed. A bounded number is open: for another one, those are closed that were
 * not used for longest and of which no grant is under way.
 */
public final class OpenSources implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OpenSources.class.getName());

  private static final int MOST = 10_000;
  private static final int SHARE_CLOSED_AT_ONCE = 16;

  /**
   * A source.
   *
   * @param used its number in the order of opening, or that of the one opened next after its last
   *     use
   */
  private record Opened(CredentialRecord of, CachingTokenSource source, AtomicLong used) {

    Opened usedBefore(long next) {
      used.lazySet(next);
      return this;
    }

    /** The source, unless its secrets may not go where that reading of the credential leads. */
    CachingTokenSource sentAs(KeptCredential credential) {
      if (!of.destinations().equals(credential.row().value().destinations())) {
        throw new RefusedException(
            RefusedException.Reason.CONFLICT,
            "The credential " + credential.name() + " was changed during this request",
            null,
            "Send the request again.");
      }
      return source;
    }
  }

  private final Credentials credentials;
  private final TokenSources sources;
  private final CredentialHealth health;
  private final int most;
  private final Map<String, Opened> open = new ConcurrentHashMap<>();
  private final AtomicLong opens = new AtomicLong();

  OpenSources(Credentials credentials, TokenSources sources, CredentialHealth health) {
    this(credentials, sources, health, MOST);
  }

  OpenSources(Credentials credentials, TokenSources sources, CredentialHealth health, int most) {
    this.credentials = credentials;
    this.sources = sources;
    this.health = health;
    this.most = most;
  }

  /** The source of a credential as it is now, or as it was read a moment ago. */
  CachingTokenSource of(KeptCredential credential) {
    Opened opened = open.get(credential.id());
    boolean current = opened != null && opened.of().edition() >= credential.row().value().edition();
    Opened good =
        opened != null && current ? opened.usedBefore(opens.get() + 1) : reopened(credential);
    return good.sentAs(credential);
  }

  /**
   * A token of the credential, also when its source was replaced while this waited.
   *
   * @throws RefusedException for {@code CREDENTIAL_BROKEN} where no request would get one, for a
   *     reason that is of this machine; it is in the log
   */
  AccessToken token(KeptCredential credential, TokenRequest request, Patience patience) {
    try {
      AccessToken token = ofCurrent(credential, request, patience);
      health.gaveToken(credential);
      return token;
    } catch (TokenException e) {
      throw failed(credential, request, patience, e);
    }
  }

  /** The same, for whoever tries the credential on purpose and may know what is wrong with it. */
  TokenSource tried(KeptCredential credential) {
    return credentials.telling(credential, request -> of(credential).token(request));
  }

  /**
   * What the caller is told: what a request gets wrong, and of the credential that it is broken.
   */
  private RuntimeException failed(
      KeptCredential credential, TokenRequest request, Patience patience, TokenException failure) {
    TokenException told = credentials.told(credential, failure);
    health.gaveNone(credential, request, told);
    if (!isOfHere(failure)
        || (!request.equals(TokenRequest.DEFAULT) && answersAnything(credential, patience))) {
      return told;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "{0} cannot be used as it is configured: {1}. {2}",
        credential.name(),
        failure.getMessage(),
        failure.nextStep());
    return Unusable.broken(credential.name());
  }

  /** Whether nobody upstream said it: the request is wrong, or the credential. */
  private static boolean isOfHere(TokenException failure) {
    return failure.reason() == TokenException.Reason.CONFIGURATION && failure.code().isEmpty();
  }

  /** Which of the two is wrong shows a request that asks for nothing in particular. */
  private boolean answersAnything(KeptCredential credential, Patience patience) {
    try {
      ofCurrent(credential, TokenRequest.DEFAULT, patience);
      return true;
    } catch (TokenException e) {
      health.gaveNone(credential, TokenRequest.DEFAULT, credentials.told(credential, e));
      return !isOfHere(e);
    }
  }

  private AccessToken ofCurrent(
      KeptCredential credential, TokenRequest request, Patience patience) {
    CachingTokenSource source = of(credential);
    try {
      return source.token(request, patience);
    } catch (TokenException e) {
      Opened now = open.get(credential.id());
      if (e.reason() != TokenException.Reason.CLOSED || now == null || now.source() == source) {
        throw e;
      }
      return now.sentAs(credential).token(request, patience);
    }
  }

  private Opened reopened(KeptCredential credential) {
    KeptCredential current = credential;
    Optional<Credential> whole = credentials.open(current);
    while (whole.isEmpty()) {
      current =
          credentials.get(credential.id()).orElseThrow(() -> Unusable.notFound(credential.name()));
      whole = credentials.open(current);
    }
    return keep(current, sources.open(whole.get()));
  }

  private Opened keep(KeptCredential credential, CachingTokenSource source) {
    Opened fresh =
        new Opened(credential.row().value(), source, new AtomicLong(opens.incrementAndGet()));
    List<CachingTokenSource> losers = new ArrayList<>();
    Opened winner =
        open.compute(
            credential.id(),
            (id, old) -> {
              if (old != null && old.of().edition() >= fresh.of().edition()) {
                losers.add(source);
                return old;
              }
              Optional.ofNullable(old).map(Opened::source).ifPresent(losers::add);
              return fresh;
            });
    losers.forEach(CachingTokenSource::close);
    if (open.size() > most) {
      makeRoom();
    }
    return winner;
  }

  private record Candidate(String id, Opened opened, long used) {}

  private synchronized void makeRoom() {
    int tooMany = open.size() - most;
    if (tooMany > 0) {
      open.entrySet().stream()
          // Read once: it may change while the candidates are sorted.
          .map(each -> new Candidate(each.getKey(), each.getValue(), each.getValue().used().get()))
          .sorted(Comparator.comparingLong(Candidate::used))
          .filter(each -> each.opened().source().stats().flights() == 0)
          .limit(tooMany + most / SHARE_CLOSED_AT_ONCE)
          .filter(each -> open.remove(each.id(), each.opened()))
          .forEach(each -> each.opened().source().close());
    }
  }

  /** Closes the source of a credential that was removed, frozen or changed. */
  void drop(String credentialId) {
    health.forget(credentialId);
    Opened opened = open.remove(credentialId);
    if (opened != null) {
      opened.source().close();
    }
  }

  @Override
  public void close() {
    open.values().forEach(each -> each.source().close());
  }
}
