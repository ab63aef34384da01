package dev.tokenward.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the engine is to reach, and whether it did. */
final class Targets {

  private final List<String> lines = new ArrayList<>();
  private final Found found;

  private Targets(Found found) {
    this.found = found;
  }

  static String of(Found found) {
    Targets targets = new Targets(found);
    HitCase.THREADS.forEach(
        threads ->
            targets.floor("threads: " + threads, HitCase.hot(Library.TOKENWARD, 1, threads)));
    HitCase.KEYS.stream()
        .filter(keys -> keys > 1)
        .forEach(
            keys ->
                targets.floor(
                    "keys in random order: %,d".formatted(keys),
                    HitCase.scattered(Library.TOKENWARD, keys)));
    targets.built();
    targets.flat();
    targets.peers();
    targets.requests(Bursts.Kind.COLD_1000, 1);
    targets.requests(Bursts.Kind.TEN_KEYS, 10);
    targets.requests(Bursts.Kind.REFUSED, 1);
    targets.outage(Spells.Kind.OUTAGE_EARLY);
    targets.outage(Spells.Kind.OUTAGE_LATE);
    return "### Targets\n\n| target | found | |\n| --- | --- | --- |\n"
        + String.join("", targets.lines)
        + "\n";
  }

  private void line(String target, String figure, boolean met) {
    lines.add("| %s | %s | %s |\n".formatted(target, figure, met ? "met" : "**missed**"));
  }

  private void floor(String how, HitCase ours) {
    double ratio = found.hits().ratio(ours);
    long bytes = found.hits().allocated(ours);
    line(
        "held token, request reused, " + how + ": at most 1.5 × the floor, 0 B",
        "%.2f ×, %d B".formatted(ratio, bytes),
        ratio <= 1.5 && bytes == 0);
  }

  private void built() {
    long bytes = found.hits().allocated(HitCase.built(Library.TOKENWARD));
    line("request built for each call: at most 100 B", bytes + " B", bytes <= 100);
  }

  private void flat() {
    double one = found.hits().nanos(HitCase.hot(Library.TOKENWARD, 1, 1));
    double worst =
        HitCase.KEYS.stream()
            .mapToDouble(keys -> found.hits().nanos(HitCase.hot(Library.TOKENWARD, keys, 1)))
            .max()
            .orElse(one);
    line(
        "one hot key, 1 to 100,000 held: flat within 20 %",
        "%+.0f %%".formatted(100 * (worst / one - 1)), worst <= 1.2 * one);
  }

  private void peers() {
    line("ahead of every keyed peer, in every case", behind(true, 1), behind(true, 1).isEmpty());
    line(
        "ahead of every single-key peer, or within 10 %",
        behind(false, 1.1), behind(false, 1.1).isEmpty());
  }

  /** The cases in which a peer is ahead by more than a factor. */
  private String behind(boolean keyed, double factor) {
    HitFigures hits = found.hits();
    List<String> cases =
        HitCase.all().stream()
            .filter(each -> Library.peers().contains(each.library()))
            .filter(each -> each.library().keyed() == keyed)
            .filter(each -> hits.nanos(each.by(Library.TOKENWARD)) > factor * hits.nanos(each))
            .map(
                each ->
                    each
                        + ": "
                        + "%.2f ×"
                            .formatted(hits.nanos(each.by(Library.TOKENWARD)) / hits.nanos(each)))
            .toList();
    return String.join("; ", cases);
  }

  private void requests(Bursts.Kind kind, long wanted) {
    long requests =
        found.bursts().getOrDefault(kind, Map.of()).getOrDefault(Library.TOKENWARD, -1L);
    line(kind.title() + ": " + wanted + " to the provider", "" + requests, requests == wanted);
  }

  private void outage(Spells.Kind kind) {
    Spell.Outcome outcome =
        Objects.requireNonNull(
            found.spells().getOrDefault(kind, Map.of()).get(Library.TOKENWARD), "not watched");
    line(
        "outage, token with %d s left: no call fails".formatted(kind.left().toSeconds()),
        "%d of %,d failed, longest wait %d ms, %d requests"
            .formatted(
                outcome.failures(),
                outcome.calls(),
                outcome.longest().toMillis(),
                outcome.requests()),
        outcome.failures() == 0);
  }
}
