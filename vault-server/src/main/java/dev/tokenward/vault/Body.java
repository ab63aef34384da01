package dev.tokenward.vault;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request; what was not given stays out of it. */
final class Body {

  private final Map<String, Object> members = new LinkedHashMap<>();

  Body with(String name, @Nullable Object value) {
    if (value != null && !isEmpty(value)) {
      members.put(name, value);
    }
    return this;
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Collection<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  Map<String, Object> members() {
    return members;
  }
}
