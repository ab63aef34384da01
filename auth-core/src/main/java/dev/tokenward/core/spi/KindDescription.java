package dev.tokenward.core.spi;

import java.util.List;

/**
 * What a kind says of itself.
 *
 * @param kind its name in configuration and JSON
 * @param label its name for people
 * @param summary one sentence: what it is and when to choose it
 * @param minted whether its tokens are minted upstream, so that they may be handed out; false where
 *     the token is the stored secret itself
 * @param fields in the order of a form
 */
public record KindDescription(
    String kind, String label, String summary, boolean minted, List<Field> fields) {

  /** Copies the fields. */
  public KindDescription {
    fields = List.copyOf(fields);
  }
}
