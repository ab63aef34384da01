package dev.tokenward.benchmarks.races;

import dev.tokenward.core.AccessToken;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A caller while another reports the held token: the held one or the next (rules 1, 11). */
@JCStressTest
@State
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "a hit before the report")
@Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "a new token after it")
public class HitAndInvalidate {

  private final RacedEngine engine = new RacedEngine();
  private final AccessToken held = engine.source.token();

  /** Reports the held token: followed in every order. */
  @Actor
  public void report(III_Result result) {
    result.r1 = engine.source.invalidate(held) ? 1 : 0;
  }

  /** Asks. */
  @Actor
  public void ask(III_Result result) {
    result.r2 = RacedEngine.number(engine.source.token());
  }

  /** Whoever asks afterwards gets the second token. */
  @Arbiter
  public void afterwards(III_Result result) {
    result.r3 = RacedEngine.number(engine.source.token());
  }
}
