package dev.tokenward.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one cache, bounded. Finding one is a plain map read. Only making one takes a lock,
 * and makes room first: what has ended leaves first, then what ends soonest.
 */
final class Slots {

  private static final int SHARE_EVICTED_AT_ONCE = 16;

  private final ConcurrentHashMap<TokenRequest, Slot> slots = new ConcurrentHashMap<>();
  private final int most;
  private final Function<TokenRequest, Slot> make;
  private final Consumer<Slot> evicted;

  Slots(int most, Function<TokenRequest, Slot> make, Consumer<Slot> evicted) {
    this.most = most;
    this.make = make;
    this.evicted = evicted;
  }

  @Nullable Slot find(TokenRequest request) {
    return slots.get(request);
  }

  /**
   * The slot of {@code request}, made if there is none.
   *
   * @throws TokenException for {@code THROTTLED} when every slot has a flight under way
   */
  Slot of(TokenRequest request) {
    Slot known = slots.get(request);
    if (known != null) {
      return known;
    }
    List<Slot> left = new ArrayList<>();
    Slot added = add(request, left);
    // Not under the lock: who is told may do anything.
    left.forEach(evicted);
    return added;
  }

  private synchronized Slot add(TokenRequest request, List<Slot> left) {
    Slot known = slots.get(request);
    if (known != null) {
      return known;
    }
    if (slots.size() >= most) {
      left.addAll(makeRoom());
    }
    Slot made = make.apply(request);
    slots.put(request, made);
    return made;
  }

  private record Candidate(Slot slot, long end) {

    // The end is read once: it may change while the candidates are sorted.
    static Candidate of(Slot slot) {
      Held held = slot.held();
      return new Candidate(slot, held == null ? Long.MIN_VALUE : held.windows().expiresAt());
    }
  }

  private List<Slot> makeRoom() {
    List<Slot> leaving =
        slots.values().stream()
            .map(Candidate::of)
            .sorted(Comparator.comparingLong(Candidate::end))
            .map(Candidate::slot)
            .filter(Slot::retireIfIdle)
            .limit(1 + most / SHARE_EVICTED_AT_ONCE)
            .toList();
    if (leaving.isEmpty()) {
      throw new TokenException(
          TokenException.Reason.THROTTLED,
          "Tokens for " + most + " different requests are being acquired at once",
          "Ask for fewer different scopes and tenants, or raise the most entries of the cache.");
    }
    leaving.forEach(this::drop);
    return leaving;
  }

  /** Forgets a slot that has retired. */
  void drop(Slot slot) {
    slots.remove(slot.request(), slot);
  }

  Collection<Slot> all() {
    return slots.values();
  }

  void clear() {
    slots.clear();
  }
}
