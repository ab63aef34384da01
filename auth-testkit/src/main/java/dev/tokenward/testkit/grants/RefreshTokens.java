package dev.tokenward.testkit.grants;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The refresh tokens of one server, each of which stands for a grant. Thread-safe. */
public final class RefreshTokens<G> {

  private record Entry<G>(Generation generation, G grant) {}

  private final Map<String, Entry<G>> entries = new ConcurrentHashMap<>();
  private final RefreshLedger ledger = new RefreshLedger();
  private final InstantSource clock;
  private final SecureRandom random;

  /** Creates a store without tokens. */
  public RefreshTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** What has come to these tokens. */
  public RefreshLedger ledger() {
    return ledger;
  }

  /** Gives out the first token of a family. */
  public String first(G grant) {
    return issue(new Family(), grant);
  }

  private String issue(Family family, G grant) {
    String token = Opaque.next(random);
    Generation generation = ledger.add(family, token, clock.instant());
    entries.put(Opaque.digest(token), new Entry<>(generation, grant));
    return token;
  }

  /** Begins a refresh with {@code token}; empty if it was not given out here. */
  public Optional<Refresh> begin(String token) {
    return find(token).map(Refresh::new);
  }

  private Optional<Entry<G>> find(String token) {
    return Optional.ofNullable(entries.get(Opaque.digest(token)));
  }

  /** What {@code token} stands for, good or not; this is no refresh. */
  public Optional<G> grant(String token) {
    return find(token).map(Entry::grant);
  }

  /** Revokes the family of {@code token}, if there is one. */
  public void revoke(String token) {
    find(token).ifPresent(entry -> ledger.revoke(entry.generation().family()));
  }

  /** One refresh, which is in flight until it is closed. Confined to the thread that serves it. */
  public final class Refresh implements AutoCloseable {

    private final Entry<G> entry;

    private Refresh(Entry<G> entry) {
      this.entry = entry;
      ledger.enter(entry.generation());
    }

    /** What the token stands for. */
    public G grant() {
      return entry.grant();
    }

    /** When the token was given out. */
    public Instant issued() {
      return entry.generation().issued();
    }

    /** Whether the token's family is revoked. */
    public boolean isRevoked() {
      return ledger.isRevoked(entry.generation().family());
    }

    /** Exchanges the token for the next, which stands for {@code next}; empty if it is refused. */
    public Optional<String> exchange(Reuse reuse, G next) {
      return ledger.redeem(entry.generation(), reuse, clock.instant())
          ? Optional.of(issue(entry.generation().family(), next))
          : Optional.empty();
    }

    @Override
    public void close() {
      ledger.leave(entry.generation());
    }
  }
}
