package dev.tokenward.vault.proxy;

import dev.tokenward.core.Challenge;
import dev.tokenward.core.azuredevops.Refusal;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The upstream did not take the token. Ends the exchange; the client is told by whoever sees it.
 */
final class UpstreamRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final int status;
  private final transient Optional<Challenge> challenge;

  UpstreamRefusedException(Refusal refusal, Response answer) {
    super("HTTP " + answer.getStatus());
    this.refusal = refusal;
    this.status = answer.getStatus();
    this.challenge = Challenge.in(answer.getHeaders().getValuesList(HttpHeader.WWW_AUTHENTICATE));
  }

  /** What the next token has to say besides, where the upstream demands something. */
  Optional<Challenge> challenge() {
    return challenge;
  }

  /** The status of the answer. */
  int status() {
    return status;
  }

  /** The upstream's code, such as {@code TF400813}, or else the status. */
  String code() {
    String code = refusal.code();
    return code == null ? "HTTP " + status : code;
  }

  /** What to do, in one sentence. */
  String nextStep() {
    return refusal.nextStep();
  }
}
