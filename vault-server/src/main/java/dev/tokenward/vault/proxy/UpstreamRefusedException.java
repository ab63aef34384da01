package dev.tokenward.vault.proxy;

import dev.tokenward.core.azuredevops.Refusal;

/**
 * The upstream did not take the token. Ends the exchange; the client is told by whoever sees it.
 */
final class UpstreamRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final int status;

  UpstreamRefusedException(Refusal refusal, int status) {
    super("HTTP " + status);
    this.refusal = refusal;
    this.status = status;
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
