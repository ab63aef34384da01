package dev.tokenward.testkit.grants;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Codes that each stand for a grant, once and for a while. Thread-safe. */
public final class Codes<G> {

  /** A code that was given out, spent or not. */
  public static final class Code<G> {

    private final G grant;
    private final Instant end;
    private final InstantSource clock;
    private final AtomicBoolean spent = new AtomicBoolean();

    private Code(G grant, Instant end, InstantSource clock) {
      this.grant = grant;
      this.end = end;
      this.clock = clock;
    }

    /** What it stands for. */
    public G grant() {
      return grant;
    }

    /** Whether it has been spent. */
    public boolean isSpent() {
      return spent.get();
    }

    /** Whether it is past its life. */
    public boolean isExpired() {
      return !clock.instant().isBefore(end);
    }

    /** Spends it; true for the first who does. */
    public boolean spend() {
      return spent.compareAndSet(false, true);
    }
  }

  private final Map<String, Code<G>> codes = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final SecureRandom random;
  private final Duration life;

  /** Creates a store of codes that live for {@code life}. */
  public Codes(InstantSource clock, SecureRandom random, Duration life) {
    this.clock = clock;
    this.random = random;
    this.life = life;
  }

  /** Gives out a code for {@code grant}. */
  public String issue(G grant) {
    String text = Opaque.next(random);
    codes.put(Opaque.digest(text), new Code<>(grant, clock.instant().plus(life), clock));
    return text;
  }

  /** Spends the code of this text; what it stands for, if it is good. */
  public Optional<G> spend(String text) {
    return find(text).filter(code -> !code.isExpired() && code.spend()).map(Code::grant);
  }

  /** Returns the code of this text, if it was given out here. */
  public Optional<Code<G>> find(String text) {
    return Optional.ofNullable(codes.get(Opaque.digest(text)));
  }
}
