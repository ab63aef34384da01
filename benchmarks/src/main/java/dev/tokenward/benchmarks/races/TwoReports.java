package dev.tokenward.benchmarks.races;

import dev.tokenward.core.AccessToken;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two reports of one token: exactly one gives it up (rule 11). */
@JCStressTest
@State
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first was followed")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second was followed")
public class TwoReports {

  private final RacedEngine engine = new RacedEngine();
  private final AccessToken held = engine.source.token();

  /** Reports first or second. */
  @Actor
  public void one(ZZ_Result result) {
    result.r1 = engine.source.invalidate(held);
  }

  /** Reports first or second. */
  @Actor
  public void other(ZZ_Result result) {
    result.r2 = engine.source.invalidate(held);
  }
}
