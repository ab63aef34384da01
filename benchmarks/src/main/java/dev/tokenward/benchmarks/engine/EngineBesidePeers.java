package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Progress;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures the token engine beside its peers, and writes what it found into {@code
 * docs/benchmarks.md}. With {@code --quick} it runs little and only says it, for trying out.
 */
public final class EngineBesidePeers {

  private EngineBesidePeers() {}

  /** Takes {@code --quick} or nothing. */
  public static void main(String[] args) throws RunnerException {
    Silence.begin();
    Effort effort = List.of(args).contains("--quick") ? Effort.QUICK : Effort.FULL;
    Progress progress = new Progress(System.out);
    HitFigures hits = new HitRuns(effort, progress).run();
    HitCase.all()
        .forEach(
            c ->
                progress.say(
                    "%s %.1f ns %.2f x %d B"
                        .formatted(c, hits.nanos(c), hits.ratio(c), hits.allocated(c))));
  }
}
