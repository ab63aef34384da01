package dev.tokenward.vault.proxy;

/** Turns what went wrong into an answer. The API's error mapper is the one that ships. */
@FunctionalInterface
public interface ProblemWriter {

  /**
   * The answer to a request that failed.
   *
   * @param failure a {@code RefusedException}, a {@code TokenException}, or anything else, which is
   *     a fault of the vault
   * @param traceId what the answer carries for whoever reads the logs
   */
  Problem problem(RuntimeException failure, String traceId);

  /**
   * An answer in the form of RFC 9457.
   *
   * @param json the body, {@code application/problem+json}
   */
  record Problem(int status, String json) {}
}
