package dev.tokenward.oauth;

import dev.tokenward.core.Secret;
import java.util.Optional;

/**
 * Keeps on this machine what a store could not take: the answer of a provider that will not be
 * given twice. At most one for each key.
 */
interface Journal {

  /** For state that is gone with the process: nothing outlives it. */
  Journal NONE =
      new Journal() {
        @Override
        public boolean add(String key, Spent spent, Secret next) {
          return false;
        }

        @Override
        public Optional<Secret> find(String key, Spent spent) {
          return Optional.empty();
        }

        @Override
        public void remove(String key) {}
      };

  /** The refresh token that was sent, and which generation it was. */
  record Spent(long generation, Secret refreshToken) {}

  /**
   * Keeps {@code next}, which the provider gave for {@code spent}.
   *
   * @return false where that fails
   */
  boolean add(String key, Spent spent, Secret next);

  /** What was kept for {@code spent}. */
  Optional<Secret> find(String key, Spent spent);

  /** Forgets what was kept for {@code key}. */
  void remove(String key);
}
