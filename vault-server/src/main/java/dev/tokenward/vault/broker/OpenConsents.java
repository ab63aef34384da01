package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

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
    return runtime.clock().instant().plus(LIFE);
  }

  /**
   * Lets this one go on, and no other for the same credential.
   *
   * @throws RefusedException for {@code TOO_MANY}
   */
  synchronized void add(UnderWay fresh) {
    drop(fresh.credential().id());
    if (all.size() >= MOST) {
      remove(fresh);
      throw new RefusedException(
          Reason.TOO_MANY,
          MOST + " consents are under way",
          null,
          "Wait until some are done, or ten minutes.");
    }
    all.put(fresh.id(), fresh);
    watch(fresh);
  }

  private void watch(UnderWay one) {
    runtime
        .timer()
        .after(
            Duration.between(runtime.clock().instant(), one.end()),
            () -> runtime.executor().execute(() -> endWhereOver(one)));
  }

  private void endWhereOver(UnderWay one) {
    if (!lives(one)) {
      remove(one);
    } else if (all.get(one.id()) == one) {
      watch(one);
    }
  }

  /** Gives up what is under way for a credential that was removed or is to be asked for anew. */
  void drop(String credentialId) {
    all.values().stream()
        .filter(each -> each.credential().id().equals(credentialId))
        .forEach(this::remove);
  }

  private void remove(UnderWay one) {
    all.remove(one.id());
    one.forget();
    close(one);
  }

  /** Does what is left to do for one of which nothing more comes; whoever calls does not wait. */
  void close(UnderWay one) {
    one.remains().ifPresent(runtime.executor()::execute);
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
