package dev.tokenward.vault.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the chain says, as far as it is asked for.
 *
 * @param values text and numbers by the way to them, such as {@code caller.name}
 */
record StoredRecord(Map<String, String> values) {

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
    return new StoredRecord(values);
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

  @Nullable String value(String way) {
    return values.get(way);
  }

  /** The number under that name; 0 where there is none. */
  long number(String way) throws IOException {
    try {
      return Long.parseLong(values.getOrDefault(way, "0"));
    } catch (NumberFormatException e) {
      throw new IOException("This is no number of a record", e);
    }
  }

  /** What it tells of a record that the vault keeps. */
  RecordVersion version() throws IOException {
    return new RecordVersion(
        String.valueOf(value("record.noun")),
        String.valueOf(value("record.id")),
        number("record.version"),
        values.containsKey("record.until") ? time("record.until") : null);
  }

  /** When it was written. */
  Instant at() throws IOException {
    return time("at");
  }

  private Instant time(String way) throws IOException {
    try {
      return Instant.parse(values.getOrDefault(way, ""));
    } catch (DateTimeException e) {
      throw new IOException("This is no time of a record", e);
    }
  }
}
