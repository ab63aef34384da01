package dev.tokenward.vault.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of record, such as caller or policy. What is kept of a value is JSON, which may be read in
 * the open and which nobody can change unnoticed; secrets lie beside it and never in it.
 *
 * @param name as it stands in the store; never changes
 * @param type a record without secrets
 * @param destinations where the secrets beside a value may be sent
 * @param end when a value ends by itself, if it does
 */
public record Noun<T>(
    String name,
    Class<T> type,
    Function<T, List<String>> destinations,
    Function<T, Optional<Instant>> end) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          // The same value is always the same text: whoever compares need not parse.
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** A noun without secrets and without an end. */
  public static <T> Noun<T> of(String name, Class<T> type) {
    return new Noun<>(name, type, value -> List.of(), value -> Optional.empty());
  }

  /** This noun, with secrets that may be sent to {@code destinations}. */
  public Noun<T> sentTo(Function<T, List<String>> destinations) {
    return new Noun<>(name, type, destinations, end);
  }

  /** This noun, whose values end by themselves. */
  public Noun<T> endingAt(Function<T, Optional<Instant>> end) {
    return new Noun<>(name, type, destinations, end);
  }

  String write(T value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of " + name + " is always JSON", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws StoreException for {@code DAMAGED}
   */
  T read(String id, String text) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      // Not as cause: Jackson quotes what it could not read.
      throw StoreException.damaged(name, id);
    }
  }
}
