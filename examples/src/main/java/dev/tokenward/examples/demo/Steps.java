package dev.tokenward.examples.demo;

import java.util.concurrent.Callable;

/** Does step after step; the first that does not come out as promised ends the demo, by name. */
final class Steps {

  /** A step that gives nothing to the next one. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private final Page page;
  private int number;

  Steps(Page page) {
    this.page = page;
  }

  void step(String title, Action action) throws StepFailedException, InterruptedException {
    making(
        title,
        () -> {
          action.run();
          return title;
        });
  }

  <T> T making(String title, Callable<T> action) throws StepFailedException, InterruptedException {
    number++;
    page.title(number, title);
    return named("Step " + number + " (" + title + ")", action);
  }

  /** Does what has no number, before the first step. */
  static <T> T named(String name, Callable<T> action)
      throws StepFailedException, InterruptedException {
    try {
      return action.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new StepFailedException(name, e);
    }
  }
}
