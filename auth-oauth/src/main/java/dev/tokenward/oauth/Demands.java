package dev.tokenward.oauth;

import dev.tokenward.core.Challenge;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider wants of the next sign-in, where one request was refused and the grant goes on
 * for all others. In memory: where it is forgotten, the next such request is refused with it again.
 *
 * @param key of the grant
 * @param all of every grant, by key
 */
record Demands(String key, Map<String, Demand> all) {

  /**
   * One.
   *
   * @param of whose ({@link Client#boundTo}): no other provider is told
   */
  record Demand(String of, Challenge challenge) {}

  void put(GrantState grant, Challenge challenge) {
    all.put(key, new Demand(grant.boundTo(), challenge));
  }

  /** Forgets it: the request was granted, or somebody signed in. */
  void met() {
    all.remove(key);
  }

  /** What {@code client} has to ask its provider for: what the grant ended with goes before. */
  Optional<Challenge> of(Client client, GrantStore store) {
    return Optional.ofNullable(ended(client, store))
        .or(
            () ->
                Optional.ofNullable(all.get(key))
                    .filter(each -> each.of().equals(client.boundTo()))
                    .map(Demand::challenge));
  }

  private static @Nullable Challenge ended(Client client, GrantStore store) {
    try {
      GrantState grant = GrantState.of(store.read());
      return grant == null || grant.end() == null || !grant.boundTo().equals(client.boundTo())
          ? null
          : grant.end().challenge();
    } catch (UnavailableException e) {
      // Whoever consents puts something better in its place.
      return null;
    }
  }
}
