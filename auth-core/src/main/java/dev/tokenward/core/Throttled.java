package dev.tokenward.core;

import dev.tokenward.core.azuredevops.RetryPolicy;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer that may ask for a pause. One after which the request is sent again never reaches
 * the caller's handler.
 */
final class Throttled<T> implements BodyHandler<T> {

  private final RetryPolicy policy;
  private final int repeated;
  private final BodyHandler<T> handler;
  private volatile @Nullable Duration pause;

  Throttled(RetryPolicy policy, int repeated, BodyHandler<T> handler) {
    this.policy = policy;
    this.repeated = repeated;
    this.handler = handler;
  }

  /** How long to wait before the request is sent again, or null when the answer stands. */
  @Nullable Duration pause() {
    return pause;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo answer) {
    Duration wait =
        policy
            .waitAfter(answer.statusCode(), repeated, answer.headers().firstValue("Retry-After"))
            .orElse(null);
    pause = wait;
    return wait == null ? handler.apply(answer) : FirstAnswer.nobody();
  }
}
