package dev.tokenward.vault.proxy;

/** The client's body did not arrive whole. */
final class ClientFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ClientFailedException(Throwable cause) {
    super(cause);
  }
}
