package dev.tokenward.vault.broker;

import java.util.Locale;

/** A step of a consent is refused. What is told holds nothing of what the browser sent. */
public final class ConsentRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Why {
    /** No consent of that id or state is under way. */
    UNKNOWN(404),
    /** What came back carries a state that was never sent. */
    WRONG_STATE(400),
    /** The browser does not bring the cookie of this consent. */
    OTHER_BROWSER(403),
    /** The form is not the one that this browser was given. */
    FORM(403),
    /** This step was done before. */
    USED(400),
    /** What came back holds neither a code nor an error. */
    NO_ANSWER(400);

    private final int status;

    Why(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Why why;

  ConsentRefusedException(Why why) {
    super(why.text());
    this.why = why;
  }

  /** Why. */
  public Why why() {
    return why;
  }
}
