package dev.tokenward.examples.demo;

/** A step did not come out as promised. The message names it. */
final class StepFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  StepFailedException(String step, Exception cause) {
    super(step + " failed: " + reason(cause), cause);
  }

  private static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
