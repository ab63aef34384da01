package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the cases, each in a process of its own. What is close is run in several rounds, so that a
 * machine that changes its pace does so for all.
 */
final class HitRuns {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Effort effort;
  private final Progress progress;
  private final Map<HitCase, List<Double>> times = new LinkedHashMap<>();
  private final Map<HitCase, Double> bytes = new LinkedHashMap<>();

  HitRuns(Effort effort, Progress progress) {
    this.effort = effort;
    this.progress = progress;
  }

  HitFigures run() throws RunnerException {
    List<HitCase> plan = plan();
    for (int i = 0; i < plan.size(); i++) {
      HitCase next = plan.get(i);
      run(next);
      progress.say("  hits %d/%d: %s: %s".formatted(i + 1, plan.size(), next, times.get(next)));
    }
    return new HitFigures(times, bytes);
  }

  private List<HitCase> plan() {
    List<HitCase> plan = new ArrayList<>(HitCase.all());
    for (int round = 1; round < effort.rounds(); round++) {
      HitCase.all().stream().filter(HitCase::close).forEach(plan::add);
    }
    return plan;
  }

  private void run(HitCase next) throws RunnerException {
    Collection<RunResult> results = new Runner(options(next)).run();
    for (RunResult result : results) {
      result
          .getAggregatedResult()
          .getIterationResults()
          .forEach(
              each ->
                  times
                      .computeIfAbsent(next, key -> new ArrayList<>())
                      .add(each.getPrimaryResult().getScore()));
      var allocated = result.getSecondaryResults().get(ALLOCATED);
      bytes.merge(next, allocated == null ? Double.NaN : allocated.getScore(), Math::max);
    }
  }

  private Options options(HitCase next) {
    return new OptionsBuilder()
        .include(next.way().benchmark())
        .param("library", next.library().name())
        .param("keys", "" + next.keys())
        .threads(next.threads())
        .forks(1)
        .warmupIterations(effort.warmups())
        .warmupTime(TimeValue.milliseconds(effort.iteration().toMillis()))
        .measurementIterations(effort.iterations())
        .measurementTime(TimeValue.milliseconds(effort.iteration().toMillis()))
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xms1g", "-Xmx2g")
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }
}
