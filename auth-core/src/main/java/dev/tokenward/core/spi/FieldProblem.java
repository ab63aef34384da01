package dev.tokenward.core.spi;

import java.util.Optional;

/**
 * What is wrong with one field.
 *
 * @param field its name
 * @param message what is wrong and what to write instead; never the value of a secret
 */
public record FieldProblem(String field, String message) {

  /**
   * What {@code check} finds wrong with {@code field}, or nothing.
   *
   * @param check says it by the message of an {@link IllegalArgumentException}
   */
  public static Optional<FieldProblem> in(String field, Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new FieldProblem(field, String.valueOf(e.getMessage())));
    }
  }
}
