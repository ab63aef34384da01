package dev.tokenward.vault;

/** A command cannot do what it was asked. The message says why and what to do next. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
