package dev.tokenward.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.core.state.KeptRow.Holder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of a state file: a line with the version, a line for each row, and a line with the
 * SHA-256 of all before it. That finds damage and careless edits; it is no proof against a forger.
 */
final class StateText {

  private static final String NAME = "tokenward-state ";
  private static final String FIRST = NAME + "1\n";
  private static final String SUM = "sha256 ";
  private static final int LENGTH_OF_LAST = SUM.length() + 64 + 1;

  private StateText() {}

  static byte[] write(Map<String, KeptRow> rows) {
    StringBuilder text = new StringBuilder(FIRST);
    rows.forEach((key, row) -> text.append(line(key, row)).append('\n'));
    return text.append(last(text.toString())).toString().getBytes(UTF_8);
  }

  private static String line(String key, KeptRow row) {
    return Columns.join(key) + " " + row(row);
  }

  /** One row without its key. */
  static String row(KeptRow row) {
    Holder holder = row.holder();
    Secret value = row.value();
    return Columns.join(
        row.generation(),
        holder == null ? null : holder.id(),
        holder == null ? null : holder.deadline(),
        row.sentAt(),
        value == null ? null : value.reveal());
  }

  private static String last(String before) {
    return SUM + HexFormat.of().formatHex(sha256(before)) + "\n";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * The rows of {@code content}.
   *
   * @throws UnavailableException naming {@code file} and what is wrong, when it is not whole
   */
  static Map<String, KeptRow> read(byte[] content, Path file) {
    String text = new String(content, UTF_8);
    if (text.startsWith(NAME) && text.contains("\n") && !text.startsWith(FIRST)) {
      throw refused(file, "is of another version of Tokenward; use that one");
    }
    int end = Math.max(0, text.length() - LENGTH_OF_LAST);
    String before = text.substring(0, end);
    if (!text.startsWith(FIRST) || !text.equals(before + last(before))) {
      throw refused(file, "is damaged or was edited; restore it, or move it away");
    }
    try {
      return rows(before.substring(FIRST.length()));
    } catch (RuntimeException e) {
      // Without its cause, whose message may quote the file.
      throw refused(file, "holds a line that makes no sense; restore it, or move it away");
    }
  }

  private static Map<String, KeptRow> rows(String lines) {
    Map<String, KeptRow> rows = new TreeMap<>();
    lines.lines().forEach(line -> add(rows, Columns.split(line, 6)));
    return rows;
  }

  private static void add(Map<String, KeptRow> rows, List<@Nullable String> columns) {
    rows.put(requireNonNull(columns.get(0)), row(columns.subList(1, columns.size())));
  }

  /** The row that {@link #row(KeptRow)} wrote. */
  static KeptRow row(String text) {
    return row(Columns.split(text, 5));
  }

  private static KeptRow row(List<@Nullable String> columns) {
    String holder = columns.get(1);
    String value = columns.get(4);
    return new KeptRow(
        Long.parseLong(requireNonNull(columns.get(0))),
        value == null ? null : Secret.of(value),
        holder == null ? null : new Holder(holder, requireNonNull(instant(columns.get(2)))),
        instant(columns.get(3)));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static UnavailableException refused(Path file, String problem) {
    return new UnavailableException("The state file " + file + " " + problem, null);
  }
}
