package dev.tokenward.oauth;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.util.function.Supplier;

/** Why a grant gives nothing, where no provider said so. */
final class Ended {

  /** How somebody authorizes it: read by those who write a program; a vault adds its own. */
  static final String BY = " (signIn or signInByDevice).";

  private Ended() {}

  /** The failure of a grant that ended for the reason {@code word}. */
  static TokenException of(String name, String word) {
    return new TokenException(
        Reason.NEEDS_CONSENT,
        what(name, word),
        word.equals(GrantState.NO_REFRESH_TOKEN)
            ? "Ask for the scope that grants that last, mostly offline_access, and authorize it"
                + " again"
                + BY
            : "Authorize it" + BY);
  }

  private static String what(String name, String word) {
    return switch (word) {
      case GrantState.ANSWER_LOST ->
          name
              + " lost its authorization: the provider's answer to the last refresh was lost on"
              + " its way, and it takes the old refresh token no more";
      case GrantState.MOVED ->
          name + " is to be used at another place, or by another app, than was authorized";
      case GrantState.RESCOPED ->
          name
              + " asks for other scopes than were consented to, and what was granted cannot be"
              + " narrowed to them";
      case GrantState.NO_REFRESH_TOKEN ->
          "The authorization of " + name + " has ended: the provider gave nothing to renew it by";
      default -> name + " is not authorized";
    };
  }

  /**
   * What {@code work} gives.
   *
   * @throws TokenException where it finds the store away
   */
  static <T> T ifKept(String name, Supplier<T> work) {
    try {
      return work.get();
    } catch (UnavailableException e) {
      throw unkept(name, e);
    }
  }

  /** The failure where nobody can say what is kept, or nothing can be kept. */
  static TokenException unkept(String name, UnavailableException e) {
    return new TokenException(
        Reason.UNREACHABLE,
        "The authorization of " + name + " cannot be read or kept: " + e.getMessage(),
        "Repair the store; what it keeps is not lost.");
  }
}
