package dev.tokenward.benchmarks.engine;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that a cache of tokens by key can do: find the token, and see that it has not ended.
 */
final class Floor implements TokenCache {

  private final Clock clock = Clock.systemUTC();
  private final ConcurrentHashMap<String, Entry> tokens = new ConcurrentHashMap<>();
  private final String[] keys;
  private final Provider provider;

  private record Entry(String token, long end) {}

  Floor(Provider provider, int keys) {
    this.provider = provider;
    this.keys = Scopes.upTo(keys);
  }

  @Override
  public void prime(int key) {
    Answer answer = provider.ask();
    tokens.put(keys[key], new Entry(answer.token(), answer.expiresAt().toEpochMilli()));
  }

  @Override
  public Object hit(int key) {
    Entry entry = tokens.get(keys[key]);
    if (entry == null || clock.millis() >= entry.end()) {
      throw new IllegalStateException("No token is held");
    }
    return entry.token();
  }
}
