package dev.tokenward.benchmarks.engine;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.CachedSupplier.StaleValueBehavior;
import software.amazon.awssdk.utils.cache.NonBlocking;
import software.amazon.awssdk.utils.cache.RefreshResult;

/**
 * The cache of one value under the AWS SDK's credentials. Its user says when a value is renewed:
 * here one minute before its end at the latest, five minutes before it in good time, and for short
 * lives as this project does. Renewed in the background, and kept while that fails.
 */
final class AwsCachedSupplier implements TokenCache {

  private final CachedSupplier<String> supplier;

  AwsCachedSupplier(Provider provider, int keys) {
    this.supplier =
        CachedSupplier.builder(() -> value(provider.ask().orThrow()))
            .cachedValueName("benchmark")
            .prefetchStrategy(new NonBlocking("benchmark"))
            .staleValueBehavior(StaleValueBehavior.ALLOW)
            .build();
  }

  private static RefreshResult<String> value(Answer answer) {
    Instant end = answer.expiresAt();
    return RefreshResult.builder(answer.token())
        .staleTime(end.minus(shorter(Duration.ofMinutes(1), answer.life().dividedBy(20))))
        .prefetchTime(end.minus(shorter(Duration.ofMinutes(5), answer.life().dividedBy(5))))
        .build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public Object hit(int key) {
    return supplier.get();
  }
}
