package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The vault's own keys, kept as secrets of the store: each is made once, at its first use. */
public final class VaultKeys {

  private static final String FIELD = "key";

  private record Named(String purpose) {}

  private static final Noun<Named> NOUN = Noun.of("key", Named.class);

  private final Store store;

  /** Keeps keys in {@code store}. */
  public VaultKeys(Store store) {
    this.store = store;
  }

  /** The key for {@code purpose}; {@code make} makes one where there is none. */
  public Secret of(String purpose, Supplier<String> make) {
    return find(purpose).orElseGet(() -> add(purpose, Secret.of(make.get())));
  }

  /** The key for {@code purpose}, if it was made. */
  public Optional<Secret> find(String purpose) {
    return store
        .find(NOUN, purpose)
        .flatMap(row -> store.secrets(NOUN, row))
        .map(secrets -> secrets.get(FIELD));
  }

  private Secret add(String purpose, Secret made) {
    store.change(
        change -> change.add(NOUN, purpose, purpose, new Named(purpose), Map.of(FIELD, made)));
    return made;
  }
}
