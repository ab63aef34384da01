package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.BenchmarksPage;
import dev.tokenward.benchmarks.Progress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the token engine beside its peers, and writes what it found into {@code
 * docs/benchmarks.md}. With {@code --quick} it runs little and only says it, for trying out.
 */
public final class EngineBesidePeers {

  private final Effort effort;
  private final Progress progress = new Progress(System.out);

  private EngineBesidePeers(Effort effort) {
    this.effort = effort;
  }

  /** Takes {@code --quick} or nothing. */
  public static void main(String[] args) throws Exception {
    Silence.begin();
    boolean quick = List.of(args).contains("--quick");
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    long begin = System.nanoTime();
    EngineBesidePeers run = new EngineBesidePeers(effort);
    Found found = run.measure();
    String section = EngineSection.of(found, effort, Duration.ofNanos(System.nanoTime() - begin));
    run.progress.say(section);
    if (!quick) {
      BenchmarksPage.put(EngineSection.HEADING, section);
    }
    // Threads of the libraries end with the process.
    System.exit(0);
  }

  private Found measure() throws Exception {
    // The crowds first: what is wrong with a library then shows early.
    var bursts = bursts();
    progress.say("  outage, short tokens and pause, all at once: " + effort.renewals());
    var spells = new Spells(effort).run();
    var weights = weights();
    return new Found(new HitRuns(effort, progress).run(), bursts, spells, weights);
  }

  private Map<Bursts.Kind, Map<Library, Long>> bursts() throws Exception {
    Map<Bursts.Kind, Map<Library, Long>> found = new EnumMap<>(Bursts.Kind.class);
    for (Bursts.Kind kind : Bursts.Kind.values()) {
      Map<Library, Long> requests = new EnumMap<>(Library.class);
      for (Library library : Library.caches()) {
        if (kind.possible(library)) {
          requests.put(library, new Bursts(library).run(kind));
        }
      }
      progress.say("  " + kind.title() + ": " + requests);
      found.put(kind, requests);
    }
    return found;
  }

  private Map<Library, Long> weights() throws Exception {
    Map<Library, Long> found = new EnumMap<>(Library.class);
    for (Library library : Library.caches()) {
      int tokens = library.keyed() && !library.holds(effort.held()) ? 1_000 : effort.held();
      found.put(library, new Weight(library).ofEach(tokens));
    }
    progress.say("  bytes of a held token: " + found);
    return found;
  }
}
