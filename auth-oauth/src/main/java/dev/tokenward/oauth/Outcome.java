package dev.tokenward.oauth;

import dev.tokenward.core.Challenge;
import dev.tokenward.core.TokenException;
import org.jspecify.annotations.Nullable;

/** What is known of a request after it ended. */
sealed interface Outcome {

  /** The server granted. */
  record Granted(TokenReply reply) implements Outcome {}

  /**
   * The server said no, or it is certain that it never heard: nothing was spent.
   *
   * @param ended the word for why the grant is at its end; empty where it is not
   * @param error what the server called it (RFC 6749, 5.2); empty where it said nothing
   * @param challenge what the next sign-in has to fulfil; null where the server names nothing
   */
  record Refused(TokenException failure, String ended, String error, @Nullable Challenge challenge)
      implements Outcome {

    /** Nothing was said, and nothing spent. */
    Refused(TokenException failure) {
      this(failure, "", "", null);
    }
  }

  /** Nobody knows whether the server heard. */
  record Unanswered(TokenException failure) implements Outcome {}
}
