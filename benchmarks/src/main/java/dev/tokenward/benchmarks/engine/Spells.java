package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.engine.Library.Ability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is watched for a while, for all libraries and all kinds of it at once. */
final class Spells {

  /** What happens in the while. */
  enum Kind {
    /** The provider is down; the token still lives for a time in which most would renew it. */
    OUTAGE_EARLY(Duration.ofMinutes(4)),
    /** The same, nearer to the end of the token, which it still outlives. */
    OUTAGE_LATE(Duration.ofSeconds(100)),
    /** The provider gives tokens of two minutes. */
    SHORT_TOKENS(Duration.ofMinutes(2)),
    /** The provider asks for a pause; nobody holds a token. */
    RETRY_AFTER(Duration.ZERO);

    private final Duration left;

    Kind(Duration left) {
      this.left = left;
    }

    Duration left() {
      return left;
    }
  }

  /** The pause that the provider asks for; the watch ends a little before it. */
  static final Duration ASKED = Duration.ofSeconds(5);

  private static final Duration WATCHED = Duration.ofMillis(4_500);
  private static final Duration TIME_OUT = Duration.ofMillis(200);
  private static final Duration LATENCY = Duration.ofMillis(100);

  private final Effort effort;
  private final Map<Kind, Map<Library, Spell.Outcome>> found = new ConcurrentHashMap<>();

  Spells(Effort effort) {
    this.effort = effort;
  }

  /** Watches all of them. */
  Map<Kind, Map<Library, Spell.Outcome>> run() throws InterruptedException {
    List<Runnable> all = new ArrayList<>();
    for (Library library : Library.caches()) {
      all.add(() -> keep(Kind.OUTAGE_EARLY, library, outage(library, Kind.OUTAGE_EARLY)));
      all.add(() -> keep(Kind.OUTAGE_LATE, library, outage(library, Kind.OUTAGE_LATE)));
      all.add(() -> keep(Kind.SHORT_TOKENS, library, shortTokens(library)));
      if (library.can(Ability.READS_HEADERS)) {
        all.add(() -> keep(Kind.RETRY_AFTER, library, retryAfter(library)));
      }
    }
    Crowd.each(all.size(), i -> all.get(i).run());
    return found;
  }

  private void keep(Kind kind, Library library, Spell.Outcome outcome) {
    found.computeIfAbsent(kind, key -> new ConcurrentHashMap<>()).put(library, outcome);
  }

  private Spell.Outcome outage(Library library, Kind kind) {
    Answer last = Answer.token(Provider.HOUR, Provider.HOUR.minus(kind.left()));
    Provider provider = new Provider().answers(last, Duration.ZERO);
    TokenCache cache = library.open(provider, 1);
    Call.thatSucceeds(cache, 0);
    provider.answers(Answer.failure(503, Duration.ZERO), TIME_OUT);
    return watch(provider, cache, effort.outage());
  }

  private Spell.Outcome shortTokens(Library library) {
    Provider provider =
        new Provider().answers(Answer.token(Kind.SHORT_TOKENS.left(), Duration.ZERO), LATENCY);
    return watch(provider, library.open(provider, 1), effort.renewals());
  }

  private static Spell.Outcome retryAfter(Library library) {
    Provider provider = new Provider().answers(Answer.failure(429, ASKED), LATENCY);
    return watch(provider, library.openOverHttp(provider), WATCHED);
  }

  private static Spell.Outcome watch(Provider provider, TokenCache cache, Duration length) {
    try {
      return new Spell(provider, cache).watch(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while watching", e);
    }
  }
}
