package dev.tokenward.vault.proxy;

/** The upstream did not take the token, in one of the ways in which Azure DevOps says so. */
final class UpstreamRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  /** A refusal with the upstream's own code for it. */
  UpstreamRefusedException(String code) {
    super(code);
    this.code = code;
  }

  /** The upstream's code, such as {@code TF400813}, or the status that stands for it. */
  String code() {
    return code;
  }
}
