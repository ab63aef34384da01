package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tokenward.vault.access.RefusedException;
import java.io.IOException;

/** JSON as the API speaks it: times as ISO 8601 text, no key twice, nothing after the end. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addSerializer(new WireName()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // What may be left out is left out: no schema knows a null.
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Constants as the schema of {@link Shape} names them. */
  private static final class WireName extends ToStringSerializerBase {

    private static final long serialVersionUID = 1L;

    WireName() {
      super(Enum.class);
    }

    @Override
    public String valueToString(Object value) {
      return Shape.wire(value);
    }
  }

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A wire record is always JSON", e);
    }
  }

  static JsonNode read(byte[] body) {
    try {
      JsonNode read = MAPPER.readTree(body);
      // Half a character (a lone surrogate) can be read, but never be written again.
      MAPPER.writeValueAsBytes(read);
      return read;
    } catch (IOException e) {
      throw new RefusedException(
          RefusedException.Reason.BAD_INPUT,
          "body is not JSON in whole characters, or has a key twice",
          "body",
          "Send one JSON object.");
    }
  }
}
