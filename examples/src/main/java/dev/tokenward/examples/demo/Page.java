package dev.tokenward.examples.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints the demo for people: a title per step, what could be typed, what came back. */
final class Page {

  private static final int WIDTH = 100;
  private static final int LONGEST_WORD = 48;
  private static final String MARGIN = "    ";

  private static final Pattern PROGRESS = Pattern.compile(": +[0-9]+% \\(");

  private final PrintStream out;

  Page(PrintStream out) {
    this.out = out;
  }

  /** A numbered title, after an empty line. */
  void title(int number, String text) {
    out.printf("%n%2d  %s%n", number, text);
  }

  /** A title without a number. */
  void heading(String text) {
    out.printf("%n%s%n", text);
  }

  /** A line that could be typed, broken between its parts where it is too long. */
  void command(List<String> parts) {
    StringBuilder line = new StringBuilder(MARGIN).append('$');
    for (String part : parts) {
      if (line.length() + part.length() > WIDTH - " \\".length()) {
        out.println(line.append(" \\"));
        line = new StringBuilder(MARGIN).append("     ");
      }
      line.append(' ').append(part);
    }
    out.println(line);
  }

  /** The status of an answer, and those of its fields that matter here. */
  void answer(Answer answer, String... fields) {
    int widest = Stream.of(fields).map(Page::name).mapToInt(String::length).max().orElse(0);
    String label = String.valueOf(answer.status());
    for (String field : fields) {
      hanging(
          MARGIN + "  %-5s%-" + (widest + 2) + "s",
          List.of(label, name(field)),
          shortened(answer.field(field)));
      label = "";
    }
  }

  // Of a path, only the last name matters to a reader.
  private static String name(String field) {
    return field.substring(field.lastIndexOf('/') + 1);
  }

  /** What a program wrote, without its progress. */
  void output(String text) {
    text.lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty() && !PROGRESS.matcher(line).find())
        .forEach(line -> hanging(MARGIN + "%s", List.of("  "), line));
  }

  /** What it means. */
  void meaning(String text) {
    hanging(MARGIN + "%s ", List.of("->"), text);
  }

  /** A name and a value, in columns. */
  void entry(String name, Object value) {
    out.printf(MARGIN + "%-10s  %s%n", name, value);
  }

  private void hanging(String format, List<String> labels, String text) {
    String label = format.formatted(labels.toArray());
    for (String line : wrapped(text, WIDTH - label.length())) {
      out.println(label + line);
      label = " ".repeat(label.length());
    }
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  // Tokens are long words; their beginning is enough to see what they are.
  private static String shortened(String text) {
    return !text.contains(" ") && text.length() > LONGEST_WORD
        ? text.substring(0, 16) + "... (" + text.length() + " characters)"
        : text;
  }
}
