package dev.tokenward.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Texts side by side on one line, each percent-encoded; a tilde where there is none. */
final class Columns {

  private static final String NONE = "~";

  private Columns() {}

  static String join(@Nullable Object... columns) {
    StringJoiner line = new StringJoiner(" ");
    for (Object column : columns) {
      line.add(column == null ? NONE : URLEncoder.encode(column.toString(), UTF_8));
    }
    return line.toString();
  }

  /** The columns of {@code line}; refuses another number of them. */
  static List<@Nullable String> split(String line, int count) {
    List<@Nullable String> columns = new ArrayList<>();
    for (String column : line.split(" ", -1)) {
      columns.add(column.equals(NONE) ? null : URLDecoder.decode(column, UTF_8));
    }
    if (columns.size() != count) {
      throw new IllegalArgumentException("A line has " + columns.size() + " columns");
    }
    return columns;
  }
}
