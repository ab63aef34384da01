package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.MsalException;
import dev.tokenward.core.TokenException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What every grant by MSAL4J has in common: of its failures no word goes on. */
final class Msal {

  private Msal() {}

  /** The claims as MSAL4J takes them; null for none. */
  static @Nullable ClaimsRequest claims(String name, @Nullable String json) {
    try {
      return json == null ? null : ClaimsRequest.formatAsClaimsRequest(json);
    } catch (RuntimeException e) {
      // The cause would repeat what a server wrote.
      throw new TokenException(
          TokenException.Reason.REJECTED,
          "A server demands claims of the token for " + name + " that cannot be read",
          "Report it to whoever runs the server that answered the claims challenge.");
    }
  }

  /** Runs {@code grant} to its end, on this thread where MSAL4J was given an inline executor. */
  static void run(String name, Refusals refusals, Callable<? extends CompletableFuture<?>> grant) {
    try {
      grant.call().join();
    } catch (Exception e) {
      throw ownFailure(name, refusals, e);
    }
  }

  /**
   * The failure that was thrown in this package, without MSAL4J's wrapping of it. An exception of
   * its own may hold text that is not ours: only its code is looked at.
   */
  private static TokenException ownFailure(String name, Refusals refusals, Exception failure) {
    String code = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenException own) {
        return own;
      }
      if (cause instanceof MsalException msal) {
        code = String.valueOf(msal.errorCode());
      }
    }
    return refusals.of(name, code);
  }

  /** A failure that nothing more is known of. */
  static TokenException inside(String name, String... said) {
    return new TokenException(
        TokenException.Reason.UNREACHABLE,
        "The grant of " + name + " failed inside MSAL4J",
        "Try again; if it stays, turn on the logger com.microsoft.aad.msal4j and report it.");
  }
}
