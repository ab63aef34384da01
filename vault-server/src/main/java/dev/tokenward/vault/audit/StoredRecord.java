package dev.tokenward.vault.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the chain says.
 *
 * @param seq its number
 * @param at when it was written
 * @param values text and numbers by the way to them, such as {@code caller.name}
 */
public record StoredRecord(long seq, Instant at, Map<String, String> values) {

  /** Copies the values. */
  public StoredRecord {
    values = Map.copyOf(values);
  }

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads a line.
   *
   * @throws IOException when it is no record
   */
  static StoredRecord of(byte[] line) throws IOException {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = RecordFormat.JSON.createParser(line)) {
      json.nextToken();
      read(json, "", values);
    }
    return new StoredRecord(RecordSearch.seq(line), time(values, "at"), values);
  }

  private static void read(JsonParser json, String way, Map<String, String> values)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = way + json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        read(json, name + ".", values);
      } else {
        values.put(name, json.getText());
      }
    }
  }

  /** What stands at the end of that way, or null. */
  public @Nullable String value(String way) {
    return values.get(way);
  }

  /** The number at the end of that way; 0 where there is none. */
  public long number(String way) {
    String text = values.getOrDefault(way, "");
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /** What it tells of a record that the vault keeps. */
  RecordVersion version() throws IOException {
    return new RecordVersion(
        String.valueOf(value("record.noun")),
        String.valueOf(value("record.id")),
        number("record.version"),
        values.containsKey("record.until") ? time(values, "record.until") : null);
  }

  private static Instant time(Map<String, String> values, String way) throws IOException {
    try {
      return Instant.parse(values.getOrDefault(way, ""));
    } catch (DateTimeException e) {
      throw new IOException("This is no time of a record", e);
    }
  }
}
