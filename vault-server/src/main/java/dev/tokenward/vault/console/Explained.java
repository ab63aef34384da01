package dev.tokenward.vault.console;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of a step, mostly why it is refused, in words for whoever sits before the browser.
 *
 * @param word as it stands in a path: nothing that the browser sent
 */
record Explained(String word, int status, String title, String what, String nextStep) {

  private static final String AGAIN = "Ask whoever gave you the link for a new one.";

  private static final Set<RefusedException.Reason> OUT_OF_ORDER =
      EnumSet.of(
          RefusedException.Reason.STORE_UNAVAILABLE, RefusedException.Reason.AUDIT_UNAVAILABLE);

  static final Explained NOT_ALLOWED =
      new Explained(
          "not-allowed",
          403,
          "The vault does not allow this now",
          "The credential was changed, removed or frozen meanwhile, or whoever asked for this may"
              + " no longer do so. Nothing was authorized.",
          AGAIN);

  static final Explained UNAVAILABLE =
      new Explained(
          "unavailable",
          503,
          "The vault cannot do this now",
          "It cannot write down what happens, so it does nothing. Nothing was authorized.",
          "Give this to the operator, and try again later.");

  static final Explained BROKEN =
      new Explained(
          "broken",
          500,
          "The vault made a mistake",
          "Nothing was authorized.",
          "Give this to the operator.");

  static final Explained ADMIN_CONSENTED =
      new Explained(
          "admin-consented",
          200,
          "Consented for the organization",
          "The provider says that an administrator has consented. Nothing was authorized by this"
              + " itself.",
          "Whoever was to sign in may do so now, with a new link: tokenward credential authorize"
              + " NAME");

  static Explained of(Why why) {
    return switch (why) {
      case UNKNOWN ->
          of(
              why,
              "This link is no longer good",
              "A link is good for ten minutes, until a newer one is asked for, or until the vault is"
                  + " restarted.");
      case WRONG_STATE ->
          of(
              why,
              "This answer belongs to no request",
              "What came back from the provider answers nothing that is under way here. If you did"
                  + " not begin this yourself, somebody may have tried to make you use their"
                  + " account.");
      case OTHER_BROWSER ->
          of(
              why,
              "Another browser began this",
              "This link was opened and continued in one browser, and only that browser can go on"
                  + " with it, with its cookies.");
      case FORM ->
          of(
              why,
              "This form is not the one of this page",
              "What was sent does not come from the page that this browser was given.");
      case USED ->
          of(
              why,
              "This was done before",
              "Each answer of the provider is taken once, and so is each link.");
      case NO_ANSWER ->
          of(
              why,
              "There is nothing to take here",
              "What came back from the provider holds neither a code nor an error.");
    };
  }

  private static Explained of(Why why, String title, String what) {
    return new Explained(
        why.text(), why.status(), title, what + " Nothing was authorized by this.", AGAIN);
  }

  static Explained of(RefusedException e) {
    return OUT_OF_ORDER.contains(e.reason()) ? UNAVAILABLE : NOT_ALLOWED;
  }

  /** What the word of a path stands for. */
  static Optional<Explained> of(String word) {
    return Arrays.stream(Why.values())
        .map(Explained::of)
        .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .or(
            () ->
                Stream.of(NOT_ALLOWED, UNAVAILABLE, BROKEN, ADMIN_CONSENTED)
                    .filter(each -> each.word().equals(word))
                    .findFirst());
  }
}
