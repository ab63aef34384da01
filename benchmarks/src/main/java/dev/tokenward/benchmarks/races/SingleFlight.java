package dev.tokenward.benchmarks.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two cold callers of one key: one grant, and both get its token (rule 5). */
@JCStressTest
@State
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "one grant for both")
public class SingleFlight {

  private final RacedEngine engine = new RacedEngine();

  /** Asks first or second. */
  @Actor
  public void one(III_Result result) {
    result.r1 = RacedEngine.number(engine.source.token());
  }

  /** Asks first or second. */
  @Actor
  public void other(III_Result result) {
    result.r2 = RacedEngine.number(engine.source.token());
  }

  /** Counts the grants. */
  @Arbiter
  public void count(III_Result result) {
    result.r3 = engine.grants();
  }
}
