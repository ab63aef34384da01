package dev.tokenward.vault.broker;

import dev.tokenward.core.Patience;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Status;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.audit.Periodic;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Looks once a day for grants that their provider ends because nobody uses them, and uses those
 * that are in the last third of that time. Nothing frozen is used. Thread-safe.
 */
public final class GrantUpkeep implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(GrantUpkeep.class.getName());

  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration PERIOD = Duration.ofDays(1);
  private static final int PAGE = 500;
  private static final Call OWN =
      new Call(new Caller("vault", "vault"), "grant-upkeep", "0".repeat(32));

  private final Guard guard;
  private final Store store;
  private final Credentials credentials;
  private final Authorizations authorizations;
  private final OpenSources sources;
  private final TokenRuntime runtime;
  private final Periodic days;
  private volatile boolean closed;

  GrantUpkeep(
      Guard guard,
      Store store,
      Credentials credentials,
      Authorizations authorizations,
      OpenSources sources) {
    this.guard = guard;
    this.store = store;
    this.credentials = credentials;
    this.authorizations = authorizations;
    this.sources = sources;
    this.runtime = authorizations.runtime();
    this.days = new Periodic(this::lookOnce, PERIOD, runtime);
  }

  /** Begins to look; the first time in an hour, since some vaults are started anew every night. */
  public void start() {
    runtime.timer().after(FIRST, days::start);
  }

  private void lookOnce() {
    try {
      look();
    } catch (RuntimeException e) {
      // Of the store or of the audit: the next day finds what is left.
      if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "Grants cannot be looked after now", e);
      }
    }
  }

  private void look() {
    List<Row<CredentialRecord>> page = store.page(CredentialRecord.NOUN, "", PAGE);
    while (!page.isEmpty() && !closed) {
      page.stream().map(credentials::kept).forEach(this::lookAfter);
      page = store.page(CredentialRecord.NOUN, page.get(page.size() - 1).name(), PAGE);
    }
  }

  /** One that cannot be read must not keep the others from being looked after. */
  private void lookAfter(KeptCredential kept) {
    try {
      if (isDue(kept)) {
        use(kept);
      }
    } catch (RefusedException e) {
      LOG.log(System.Logger.Level.WARNING, "The grant of {0} cannot be read", kept.name());
    }
  }

  private boolean isDue(KeptCredential kept) {
    return authorizations.can(kept)
        && guard.freezes().awake(kept)
        && isDue(authorizations.status(kept), runtime.clock().instant());
  }

  private static boolean isDue(Status status, Instant now) {
    Instant used = status.used();
    Instant end = status.useBefore();
    return status.authorized()
        && used != null
        && end != null
        && !now.isBefore(end.minus(Duration.between(used, end).dividedBy(3)));
  }

  private void use(KeptCredential kept) {
    try {
      sources.token(kept, TokenRequest.DEFAULT, Patience.DEFAULT);
      guard.closed(OWN, "credential.keep-alive", kept, About.detail("ok"));
    } catch (TokenException | RefusedException e) {
      // How it stands says why.
      guard.closed(OWN, "credential.keep-alive", kept, About.detail("failed"));
    }
  }

  @Override
  public void close() {
    closed = true;
    days.close();
  }
}
