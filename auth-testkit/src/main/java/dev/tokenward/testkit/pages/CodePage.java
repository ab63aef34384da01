package dev.tokenward.testkit.pages;

import dev.tokenward.testkit.http.Reply;

/** Asks for the code that a device shows; the answer is a form of {@code user_code}. */
public final class CodePage {

  private CodePage() {}

  /**
   * Returns the page.
   *
   * @param action where the answer goes
   * @param hint what was wrong before, or nothing
   */
  public static Reply reply(String action, String hint) {
    return Page.of(
        200,
        "Enter code",
        """
        <p role="status">%s</p>
        <form method="post" action="%s">
        <p><label for="user_code">The code that your device shows</label>
        <input type="text" id="user_code" name="user_code" autocomplete="off" required></p>
        <button>Next</button>
        </form>
        """
            .formatted(Page.escaped(hint), Page.escaped(action)));
  }
}
