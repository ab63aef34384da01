package dev.tokenward.testkit.http;

/** Answers requests. */
@FunctionalInterface
public interface Service {

  /**
   * Returns the answer to {@code request}.
   *
   * @throws RefusedException with the answer, where that is shorter
   */
  Reply answer(WebRequest request);
}
