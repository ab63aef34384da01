package dev.tokenward.vault.proxy;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.vault.access.RefusedException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;

/** Says in the vault's words why there is no upstream answer to pass on. */
final class UpstreamFailures {

  private UpstreamFailures() {}

  /** Ends a stream whose token is no longer good. */
  static RefusedException revoked() {
    return new RefusedException(
        RefusedException.Reason.UNAUTHENTICATED, "The token was revoked or has expired");
  }

  /** The failure as it is told to the client: by host and credential name, never by its message. */
  static RuntimeException told(Throwable failure, ProxyExchange exchange) {
    String host = exchange.use().organization().baseUrl().getHost();
    if (failure instanceof RefusedException refusal) {
      return refusal;
    }
    if (failure instanceof UpstreamRefusedException refused) {
      return refused(host, exchange.target().credential(), refused);
    }
    if (failure instanceof ClientFailedException) {
      return new RefusedException(
          RefusedException.Reason.BAD_INPUT, "The request's body did not arrive whole");
    }
    if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
      return new TokenException(
          Reason.TIMED_OUT, host + " did not answer in time", "Try again later.");
    }
    return new TokenException(
        Reason.UNREACHABLE,
        host + " could not be reached, or broke off",
        "Check that the vault reaches it, then try again.");
  }

  private static TokenException refused(
      String host, String credential, UpstreamRefusedException refusal) {
    return new TokenException(
            Reason.REJECTED,
            host + " refused the credential '" + credential + "'",
            refusal.nextStep())
        .withCode(refusal.code());
  }
}
