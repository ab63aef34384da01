package dev.tokenward.oauth;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import java.time.Duration;

/** State whose place is away when a test says so. */
final class BrittleState implements DurableState {

  private final DurableState state;
  private boolean refusesWrites;
  private boolean refusesMarks;
  private Runnable afterMark = () -> {};
  private Runnable afterWrite = () -> {};
  private int marks;

  BrittleState(DurableState state) {
    this.state = state;
  }

  void refuseWrites(boolean on) {
    refusesWrites = on;
  }

  void refuseMarks(boolean on) {
    refusesMarks = on;
  }

  /** Runs {@code once} after the next mark. */
  void afterMark(Runnable once) {
    afterMark = once;
  }

  /** Runs {@code each} after each write. */
  BrittleState afterWrite(Runnable each) {
    afterWrite = each;
    return this;
  }

  int marks() {
    return marks;
  }

  @Override
  public Row read(String key) {
    return state.read(key);
  }

  @Override
  public Answer claim(String key, Duration duration) {
    return state.claim(key, duration);
  }

  @Override
  public boolean markSending(Claim claim) {
    away(refusesMarks);
    boolean marked = state.markSending(claim);
    Runnable then = afterMark;
    afterMark = () -> {};
    marks++;
    then.run();
    return marked;
  }

  @Override
  public boolean write(String key, long spent, Secret value) {
    away(refusesWrites);
    boolean written = state.write(key, spent, value);
    afterWrite.run();
    return written;
  }

  @Override
  public void release(Claim claim) {
    state.release(claim);
  }

  private static void away(boolean isAway) {
    if (isAway) {
      throw new UnavailableException("The disk is full", null);
    }
  }
}
