package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The consents that are under way, in memory alone: one for each credential, so that a new one ends
 * the old, and ten minutes at most between its beginning and its answer, and after that. What
 * someone granted and nobody kept by then is taken back upstream. Thread-safe.
 */
final class OpenConsents {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private final TokenRuntime runtime;
  private final SecureRandom random;
  private final Map<String, UnderWay> all = new ConcurrentHashMap<>();
  private final Object order = new Object();
  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

  /** {@code runtime} has the clock, the timer and the executor for what is taken back. */
  OpenConsents(TokenRuntime runtime, SecureRandom random) {
    this.runtime = runtime;
    this.random = random;
  }

  /** What nobody guesses: 256 random bits. */
  String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** When what begins or goes on now is over. */
  Instant end() {
    return runtime.clock().instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Lets this one go on, and no other for the same credential.
   *
   * @throws RefusedException for {@code TOO_MANY}
   */
  void add(UnderWay fresh) {
    exchange(fresh).forEach(this::close);
    watch(fresh);
  }

  private synchronized List<UnderWay> exchange(UnderWay fresh) {
    List<UnderWay> replaced = forget(fresh.credential().id());
    if (all.size() >= MOST) {
      throw new RefusedException(
          Reason.TOO_MANY,
          MOST + " consents are under way",
          null,
          "Wait until some are done, or ten minutes.");
    }
    all.put(fresh.id(), fresh);
    return replaced;
  }

  private void watch(UnderWay one) {
    Duration left = Duration.between(runtime.clock().instant(), one.end());
    one.watchedUntil(
        runtime.timer().after(left, () -> runtime.executor().execute(() -> endWhereOver(one))));
  }

  private void endWhereOver(UnderWay one) {
    if (lives(one)) {
      watch(one);
    } else {
      remove(one);
    }
  }

  /** Gives up what is under way for a credential that has no grant. */
  void drop(String credentialId) {
    forget(credentialId).forEach(this::close);
  }

  /**
   * Gives up what is under way for a credential whose grant {@code end} ends. What waits is closed
   * after that: while the same account's grant is kept, it would be left alone at the provider.
   */
  <T> T dropAround(String credentialId, Supplier<T> end) {
    List<UnderWay> forgotten = forget(credentialId);
    try {
      return end.get();
    } finally {
      forgotten.forEach(this::close);
    }
  }

  private List<UnderWay> forget(String credentialId) {
    List<UnderWay> forgotten =
        all.values().stream().filter(each -> each.credential().id().equals(credentialId)).toList();
    forgotten.forEach(this::forget);
    return forgotten;
  }

  private void forget(UnderWay one) {
    all.remove(one.id());
    one.forget();
  }

  private void remove(UnderWay one) {
    forget(one);
    close(one);
  }

  /** Does what is left to do for one of which nothing more comes; whoever calls does not wait. */
  void close(UnderWay one) {
    one.remains().ifPresent(this::later);
  }

  /** One after the other: a provider that is slow must not take the threads of all tokens. */
  private void later(Runnable end) {
    synchronized (order) {
      last = last.handle((done, failed) -> true).thenRunAsync(end, runtime.executor());
    }
  }

  /** The one that lives and is meant. */
  Optional<UnderWay> find(Predicate<UnderWay> meant) {
    return all.values().stream().filter(this::lives).filter(meant).findFirst();
  }

  Optional<UnderWay> get(String id) {
    return Optional.ofNullable(all.get(id)).filter(this::lives);
  }

  private boolean lives(UnderWay one) {
    return runtime.clock().instant().isBefore(one.end());
  }
}
