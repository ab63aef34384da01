package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tokenward.vault.access.RefusedException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a wire record looks in JSON. One reading of its components serves both to check requests and
 * to describe them in the OpenAPI document, so the two cannot drift. A component marked
 * {@code @Nullable} may be left out; everything else is required; what is not a component is
 * refused.
 */
final class Shape {

  private static final int LONGEST_TEXT = 2_000;

  /** A key with its certificate and those of its issuers. */
  private static final int LONGEST_SECRET = 20_000;

  private static final int LONGEST_LIST = 200;

  private Shape() {}

  /**
   * Reads a record.
   *
   * @throws RefusedException for {@code BAD_INPUT}, naming the field
   */
  static <T> T read(Class<T> type, JsonNode node) {
    return type.cast(record(type, node, ""));
  }

  private static Object value(Type type, JsonNode node, String path) {
    if (type instanceof ParameterizedType collection) {
      return collection.getRawType() == Map.class
          ? texts(node, path)
          : list(collection, node, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain, node, path);
    }
    if (plain == Boolean.class) {
      require(node.isBoolean(), path, "is true or false");
      return node.booleanValue();
    }
    String text = text(node, path);
    if (plain.isEnum()) {
      return constant(plain, text, path);
    }
    if (plain == Instant.class) {
      return instant(text, path);
    }
    return plain == Duration.class ? duration(text, path) : text;
  }

  private static Map<String, String> texts(JsonNode node, String path) {
    require(node.isObject(), path, "is a JSON object of texts");
    require(node.size() <= LONGEST_LIST, path, "has at most " + LONGEST_LIST + " entries");
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                texts.put(
                    text(entry.getKey(), path + " (a name)"),
                    text(
                        string(entry.getValue(), join(path, entry.getKey())),
                        join(path, entry.getKey()),
                        path.equals("secrets") ? LONGEST_SECRET : LONGEST_TEXT)));
    return texts;
  }

  private static Instant instant(String text, String path) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(path, "is a time of ISO 8601 in UTC such as 2027-01-31T00:00:00Z");
    }
  }

  private static Object record(Class<?> type, JsonNode node, String path) {
    require(node.isObject(), path.isEmpty() ? "body" : path, "is a JSON object");
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new LinkedHashSet<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : components) {
      known.add(name(component));
    }
    node.fieldNames()
        .forEachRemaining(
            field ->
                require(
                    known.contains(field),
                    join(path, field),
                    "is not a field here; known are " + String.join(", ", known)));
    for (RecordComponent component : components) {
      values.add(component(component, node, path));
    }
    return make(type, components, values);
  }

  private static @Nullable Object component(RecordComponent component, JsonNode node, String path) {
    String field = join(path, name(component));
    JsonNode member = node.get(name(component));
    if (member == null || member.isNull()) {
      require(optional(component), field, "is required");
      return null;
    }
    return value(component.getGenericType(), member, field);
  }

  private static Object make(
      Class<?> type, RecordComponent[] components, List<@Nullable Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A wire record has its canonical constructor: " + type, e);
    }
  }

  private static Object list(ParameterizedType type, JsonNode node, String path) {
    require(node.isArray(), path, "is a list");
    require(node.size() <= LONGEST_LIST, path, "has at most " + LONGEST_LIST + " entries");
    Collection<Object> items =
        type.getRawType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(value(type.getActualTypeArguments()[0], node.get(i), path + "[" + i + "]"));
    }
    return items;
  }

  private static String text(JsonNode node, String path) {
    return text(string(node, path), path);
  }

  private static String string(JsonNode node, String path) {
    require(node.isTextual(), path, "is a string");
    return node.textValue();
  }

  /** Checks what was sent for a query parameter. */
  static void requireParameter(Class<?> type, String value, String name) {
    if (type == boolean.class) {
      require(value.equals("true") || value.equals("false"), name, "is true or false");
    } else if (type == int.class) {
      require(value.matches("[1-9][0-9]?|1[0-9][0-9]|200"), name, "is a number from 1 to 200");
    } else if (type != String.class) {
      value(type, TextNode.valueOf(value), name);
    }
  }

  /** A query parameter that was checked. */
  static <T> T parameter(Class<T> type, String value, String name) {
    return type.cast(value(type, TextNode.valueOf(value), name));
  }

  /** Checks text from wherever it came. */
  static String text(String text, String path) {
    return text(text, path, LONGEST_TEXT);
  }

  private static String text(String text, String path, int longest) {
    require(text.indexOf('\0') < 0, path, "contains NUL");
    require(!text.isBlank(), path, "is empty");
    require(text.length() <= longest, path, "has at most " + longest + " characters");
    return text;
  }

  private static Object constant(Class<?> type, String text, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (wire(constant).equals(text)) {
        return constant;
      }
    }
    throw wrong(path, "is one of " + String.join(", ", constants(type)));
  }

  private static Duration duration(String text, String path) {
    try {
      Duration duration = Duration.parse(text);
      require(!duration.isNegative() && !duration.isZero(), path, "is longer than nothing");
      require(duration.compareTo(Duration.ofDays(3650)) < 0, path, "is shorter than ten years");
      return duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw wrong(path, "is a duration of ISO 8601 such as PT8H");
    }
  }

  /** The JSON schema of a type. */
  static Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? Map.of("type", "object", "additionalProperties", Map.of("type", "string"))
          : Map.of("type", "array", "items", schema(generic.getActualTypeArguments()[0]));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return recordSchema(plain);
    }
    if (plain.isEnum()) {
      return Map.of("type", "string", "enum", constants(plain));
    }
    if (plain == Boolean.class || plain == boolean.class) {
      return Map.of("type", "boolean");
    }
    if (plain == int.class || plain == long.class) {
      return Map.of("type", "integer");
    }
    if (plain == Duration.class) {
      return Map.of("type", "string", "format", "duration");
    }
    return plain == Instant.class
        ? Map.of("type", "string", "format", "date-time")
        : Map.of("type", "string");
  }

  private static Map<String, Object> recordSchema(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Map<String, Object> schema = new LinkedHashMap<>(schema(component.getGenericType()));
      Doc doc = component.getAnnotation(Doc.class);
      if (doc != null) {
        schema.put("description", doc.value());
      }
      properties.put(name(component), schema);
      if (!optional(component)) {
        required.add(name(component));
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  /** Whether every component may be left out, so that an empty body is as good as {@code {}}. */
  static boolean allOptional(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).allMatch(Shape::optional);
  }

  private static boolean optional(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static String name(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Shape::wire).toList();
  }

  /** The wire form of an enum constant. */
  static String wire(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static void require(boolean condition, String path, String what) {
    if (!condition) {
      throw wrong(path, what);
    }
  }

  static RefusedException wrong(String field, String what) {
    return new RefusedException(
        RefusedException.Reason.BAD_INPUT, field + " " + what, field, "Correct " + field + ".");
  }
}
