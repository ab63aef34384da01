package dev.tokenward.vault;

/**
 * One thing that {@link Doctor} looked at.
 *
 * @param check what was looked at, in one word
 * @param level what it means
 * @param message what was found, and what to do
 */
record Finding(String check, Level level, String message) {

  /** What a finding means. */
  enum Level {
    /** As it should be. */
    OK,
    /** Works, and should be looked at. */
    WARNING,
    /** Wrong. */
    WRONG
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Level.OK, message);
  }

  static Finding warning(String check, String message) {
    return new Finding(check, Level.WARNING, message);
  }

  static Finding wrong(String check, String message) {
    return new Finding(check, Level.WRONG, message);
  }
}
