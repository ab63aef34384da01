package dev.tokenward.benchmarks.races;

import dev.tokenward.core.TokenException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A cold caller while the source is closed: a token or CLOSED, and nothing is kept (rule 18). */
@JCStressTest
@State
@Outcome(id = "token, nothing held", expect = Expect.ACCEPTABLE, desc = "asked in time")
@Outcome(id = "CLOSED, nothing held", expect = Expect.ACCEPTABLE, desc = "asked too late")
public class CloseAndAsk {

  private final RacedEngine engine = new RacedEngine();

  /** Closes. */
  @Actor
  public void close() {
    engine.source.close();
  }

  /** Asks. */
  @Actor
  public void ask(LL_Result result) {
    try {
      engine.source.token();
      result.r1 = "token";
    } catch (TokenException e) {
      result.r1 = e.reason().name();
    }
  }

  /** Looks at what is kept, and whether a grant is still counted. */
  @Arbiter
  public void afterwards(LL_Result result) {
    result.r2 =
        engine.source.stats().held() + engine.source.stats().flights() == 0
            ? "nothing held"
            : engine.source.stats().toString();
  }
}
