package dev.tokenward.testkit.grants;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The record of which refresh token came how often, for a test to read. Thread-safe.
 *
 * <p>A refresh is in flight from when its token is known until its answer is made.
 */
public final class RefreshLedger {

  private final List<Generation> generations = new ArrayList<>();
  private volatile CountDownLatch held = new CountDownLatch(0);

  RefreshLedger() {}

  /** Every refresh token that was given out, oldest first. */
  public synchronized List<Refreshes> all() {
    return generations.stream().map(Generation::seen).toList();
  }

  /** What happened to {@code token}, which must have been given out here. */
  public Refreshes of(String token) {
    String digest = Opaque.digest(token);
    return all().stream()
        .filter(each -> each.digest().equals(digest))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("this token was not issued here"));
  }

  /** How many refreshes were in flight at once for one token, at most. */
  public int mostInFlight() {
    return all().stream().mapToInt(Refreshes::mostInFlight).max().orElse(0);
  }

  /** The families that are revoked. */
  public Set<String> revokedFamilies() {
    return all().stream()
        .filter(Refreshes::revoked)
        .map(Refreshes::family)
        .collect(Collectors.toSet());
  }

  /** Keeps every refresh in flight until {@code release} is counted down. */
  public void hold(CountDownLatch release) {
    held = release;
  }

  /** Waits until {@code count} refreshes are in flight. */
  public synchronized void awaitInFlight(int count) throws InterruptedException {
    while (generations.stream().mapToInt(Generation::inFlight).sum() < count) {
      wait();
    }
  }

  synchronized Generation add(Family family, String token, Instant now) {
    Generation generation = new Generation(family, Opaque.digest(token), now);
    generations.add(generation);
    return generation;
  }

  void enter(Generation generation) {
    synchronized (this) {
      generation.enter();
      notifyAll();
    }
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void leave(Generation generation) {
    generation.leave();
  }

  synchronized boolean redeem(Generation generation, Reuse reuse, Instant now) {
    return generation.redeem(reuse, now);
  }

  synchronized void revoke(Family family) {
    family.revokeIf(true);
  }

  synchronized boolean isRevoked(Family family) {
    return family.isRevoked();
  }
}
