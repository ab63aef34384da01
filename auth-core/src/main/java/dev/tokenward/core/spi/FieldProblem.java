package dev.tokenward.core.spi;

/**
 * What is wrong with one field.
 *
 * @param field its name
 * @param message what is wrong and what to write instead; never the value of a secret
 */
public record FieldProblem(String field, String message) {}
