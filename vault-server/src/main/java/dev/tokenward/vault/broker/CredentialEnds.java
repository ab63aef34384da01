package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.KeptCredential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * When what credentials prove themselves by ends, as their kinds tell. Kinds read keys and files
 * for it, which takes its time, so each edition of a credential is asked about once, or once a
 * minute where it reads a file. A bounded number is remembered. Thread-safe.
 */
final class CredentialEnds {

  private static final int MOST = 10_000;
  private static final Duration LIFE_OF_A_FILE = Duration.ofMinutes(1);

  private record Known(long edition, Instant until, CompletableFuture<Optional<Instant>> end) {

    boolean is(KeptCredential credential, Instant now) {
      return edition == credential.row().value().edition() && now.isBefore(until);
    }
  }

  private final Credentials credentials;
  private final InstantSource clock;
  private final Map<String, Known> known;

  CredentialEnds(Credentials credentials, InstantSource clock) {
    this(credentials, clock, MOST);
  }

  CredentialEnds(Credentials credentials, InstantSource clock, int most) {
    this.credentials = credentials;
    this.clock = clock;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * The end of a credential.
   *
   * @param secrets all that are kept of this edition
   */
  Optional<Instant> of(KeptCredential credential, Map<String, Secret> secrets) {
    CompletableFuture<Optional<Instant>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Instant>> end = remembered(credential, mine);
    if (end == mine) {
      try {
        mine.complete(credentials.endsAt(credential, secrets));
      } finally {
        // Whoever waits for a kind that broke off learns as little as from one that cannot tell.
        mine.complete(Optional.empty());
      }
    }
    return end.join();
  }

  private synchronized CompletableFuture<Optional<Instant>> remembered(
      KeptCredential credential, CompletableFuture<Optional<Instant>> otherwise) {
    Instant now = clock.instant();
    Known there = known.get(credential.id());
    if (there != null && there.is(credential, now)) {
      return there.end();
    }
    Instant until = credentials.readsFile(credential) ? now.plus(LIFE_OF_A_FILE) : Instant.MAX;
    known.put(credential.id(), new Known(credential.row().value().edition(), until, otherwise));
    return otherwise;
  }
}
