package dev.tokenward.vault.broker;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.vault.store.ConfiguredStore;
import dev.tokenward.vault.store.KeptCredential;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One token source for each credential in use, opened at its first use. */
public final class OpenSources implements AutoCloseable {

  private final ConfiguredStore store;
  private final TokenSources sources;
  private final Map<String, CachingTokenSource> open = new ConcurrentHashMap<>();

  /** Opens the credentials of {@code store}. */
  public OpenSources(ConfiguredStore store, TokenSources sources) {
    this.store = store;
    this.sources = sources;
  }

  CachingTokenSource of(KeptCredential credential) {
    return open.computeIfAbsent(credential.id(), id -> sources.open(store.open(credential)));
  }

  @Override
  public void close() {
    open.values().forEach(CachingTokenSource::close);
  }
}
