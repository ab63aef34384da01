package dev.tokenward.core;

/** A bug or a broken platform below a source, as a failure without the text it came with. */
final class Unexpected {

  private Unexpected() {}

  /** Keeps the class and the place of {@code error}; its message may hold anything. */
  static TokenException of(String credential, Throwable error) {
    TokenException failure =
        new TokenException(
            TokenException.Reason.UNREACHABLE,
            "Acquiring a token for " + credential + " broke off with " + error.getClass().getName(),
            "Report this with the stack trace; the place is where it broke.");
    failure.setStackTrace(error.getStackTrace());
    return failure;
  }
}
