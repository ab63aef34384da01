package dev.tokenward.vault.store;

/**
 * The root keys cannot be read or written. The message names where they lie and what to do next; it
 * holds nothing of what was read there.
 */
public final class KeyRingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeyRingException(String message) {
    super(message);
  }
}
