package dev.tokenward.core.spi;

import java.util.List;

/**
 * What a kind says of itself.
 *
 * @param kind its name in configuration and JSON
 * @param label its name for people
 * @param summary one sentence: what it is and when to choose it
 * @param fields in the order of a form
 */
public record KindDescription(String kind, String label, String summary, List<Field> fields) {

  /** Copies the fields. */
  public KindDescription {
    fields = List.copyOf(fields);
  }
}
