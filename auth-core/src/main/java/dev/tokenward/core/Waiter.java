package dev.tokenward.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller that waits. It ends with a token, with a failure or when its patience ends, whichever
 * is first, and its end is nobody else's.
 */
final class Waiter {

  private final Slot slot;
  private final Duration minimum;
  private final CompletableFuture<AccessToken> result = new CompletableFuture<>();

  Waiter(Slot slot, Duration minimum) {
    this.slot = slot;
    this.minimum = minimum;
  }

  Duration minimum() {
    return minimum;
  }

  boolean isDone() {
    return result.isDone();
  }

  void give(AccessToken token) {
    result.complete(token);
  }

  /** There is no new token: the held one will do if it is usable, and the failure if not. */
  void refused(Supplier<TokenException> failure) {
    AccessToken held = slot.usable(minimum);
    if (held != null) {
      give(held);
    } else if (!result.isDone()) {
      result.completeExceptionally(slot.explain(failure.get()));
    }
  }

  /** Ends with {@code failure} after {@code limit}, unless something else ends it before. */
  void limit(Duration limit, TokenRuntime.Timer timer, Supplier<TokenException> failure) {
    if (result.isDone()) {
      return;
    }
    if (limit.isZero()) {
      refused(failure);
      return;
    }
    Runnable cancel = timer.after(limit, () -> refused(failure));
    var unused = result.whenComplete((token, error) -> cancel.run());
  }

  /** Blocks the calling thread until the end. */
  AccessToken await() {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw own(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return orHeld(slot.failures().interrupted());
    }
  }

  private AccessToken orHeld(TokenException failure) {
    AccessToken held = slot.usable(minimum);
    if (held == null) {
      throw failure;
    }
    return held;
  }

  /** A future for the caller alone: what the caller does to it reaches no one else. */
  CompletableFuture<AccessToken> future(Executor executor) {
    CompletableFuture<AccessToken> own = new CompletableFuture<>();
    var unused =
        result
            .whenCompleteAsync((token, error) -> {}, executor)
            // Also where it took nothing: better on this thread than a caller that waits for ever.
            .whenComplete((token, error) -> completeHere(own));
    return own;
  }

  private void completeHere(CompletableFuture<AccessToken> own) {
    var unused = result.whenComplete((token, error) -> complete(own, token, error));
  }

  private static void complete(
      CompletableFuture<AccessToken> own, AccessToken token, @Nullable Throwable error) {
    if (error == null) {
      own.complete(token);
    } else {
      own.completeExceptionally(own(error));
    }
  }

  private static TokenException own(@Nullable Throwable error) {
    if (error instanceof TokenException failure) {
      return failure.causedBy(failure);
    }
    throw new IllegalStateException("A waiter fails with a TokenException only", error);
  }
}
