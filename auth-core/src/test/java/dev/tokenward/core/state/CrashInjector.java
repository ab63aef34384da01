package dev.tokenward.core.state;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Lets a process crash before or after any one of its durable steps. The process is the code under
 * test; to it the crash is an {@link Error}, and from then on every step of it fails the same way,
 * as nothing that a dead process would do in a {@code finally} block may count. What is durable
 * outlives it, and the next process finds that.
 *
 * <p>Confined to one thread.
 */
public final class CrashInjector {

  private final int[] pauses;
  private int crashes;
  private int passed;
  private boolean down;
  private String last = "nowhere";

  private CrashInjector(int... pauses) {
    this.pauses = pauses;
  }

  /** The end of a process. */
  public static final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash(String where) {
      super(where);
    }
  }

  /** What is run anew for every crash, from an empty store to its last assertion. */
  @FunctionalInterface
  public interface Scenario {

    /** Runs processes by {@link CrashInjector#survives}, and asserts. */
    void run(CrashInjector crash) throws Exception;
  }

  /** What one process does, until it ends or crashes. */
  @FunctionalInterface
  public interface Body {

    /** Does it. */
    void run() throws Exception;
  }

  /** No crash at all. */
  public static CrashInjector none() {
    return new CrashInjector();
  }

  /**
   * Runs {@code scenario} with a crash at its first point, at its second, and so on.
   *
   * @return how many points there were
   */
  public static int everywhere(Scenario scenario) throws Exception {
    int at = 0;
    while (run(scenario, new CrashInjector(at)) == 1) {
      at++;
    }
    return at;
  }

  /** Runs {@code scenario} with a crash at every point, and a second at every later one. */
  public static int everywhereTwice(Scenario scenario) throws Exception {
    int runs = 0;
    int crashes = 2;
    for (int first = 0; crashes > 0; first++) {
      crashes = 2;
      for (int then = 0; crashes == 2; then++) {
        crashes = run(scenario, new CrashInjector(first, then));
        runs++;
      }
    }
    return runs;
  }

  private static int run(Scenario scenario, CrashInjector crash) throws Exception {
    try {
      scenario.run(crash);
    } catch (Throwable failure) {
      failure.addSuppressed(new Crash(crash.toString()));
      throw failure;
    }
    return crash.crashes;
  }

  /** Runs one process; false when it crashed, true when it came to its end. */
  public boolean survives(Body process) throws Exception {
    down = false;
    try {
      process.run();
      return true;
    } catch (Crash crash) {
      return false;
    }
  }

  /** A {@code target} that may crash before and after every call. */
  public <T> T around(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    point("before " + method.getName());
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      point("after " + method.getName());
    }
  }

  /** Here the process may crash. */
  public void point(String where) {
    if (down || (crashes < pauses.length && passed++ == pauses[crashes])) {
      if (!down) {
        last = where;
        crashes++;
        passed = 0;
      }
      down = true;
      throw new Crash(where);
    }
  }

  @Override
  public String toString() {
    return crashes + " crashes, the last " + last;
  }
}
