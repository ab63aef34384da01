package dev.tokenward.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints answers: lines for people, or JSON for programs. */
final class Screen {

  private static final JsonMapper JSON = new JsonMapper();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Answer in JSON, on standard output.")
  private boolean json;

  /** One record per line, in columns. */
  int table(String noun, List<JsonNode> records, String... columns) {
    if (json) {
      return line(text(Map.of(noun, records)));
    }
    List<List<String>> rows =
        records.stream()
            .map(each -> Arrays.stream(columns).map(name -> shown(each.path(name))).toList())
            .toList();
    rows.forEach(row -> line(aligned(row, rows)));
    return ExitCode.OK;
  }

  private static String aligned(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
      line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** One record, a line for each of its members. */
  int record(JsonNode record) {
    if (json) {
      return line(text(record));
    }
    record
        .properties()
        .forEach(each -> line("%-14s %s".formatted(each.getKey(), shown(each.getValue()))));
    return ExitCode.OK;
  }

  /** What was done, in a sentence. */
  int done(Object answer, String sentence) {
    return line(json ? text(answer) : sentence);
  }

  /** What was made, which may be nothing. */
  int made(List<String> made, String sentence) {
    if (json) {
      return line(text(Map.of("made", made)));
    }
    made.forEach(each -> line("Made: " + each));
    return line(sentence);
  }

  /** A line for people about one of {@link #all}, as soon as it is known. */
  void each(String sentence) {
    if (!json) {
      line(sentence);
    }
  }

  /** For programs, everything of which people read a line each. */
  void all(String noun, List<JsonNode> records) {
    if (json) {
      line(text(Map.of(noun, records)));
    }
  }

  /** Text on standard output. */
  int line(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(printable(text));
    out.flush();
    return ExitCode.OK;
  }

  /** For people, beside an answer that programs read. */
  void aside(String sentence) {
    if (!json) {
      spec.commandLine().getErr().println(printable(sentence));
    }
  }

  /** For people, whoever reads the answer: on standard error, at once. */
  void notice(String sentence) {
    spec.commandLine().getErr().println(printable(sentence));
    spec.commandLine().getErr().flush();
  }

  /** Providers and callers choose names, and none of them is to steer the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t]]", "?");
  }

  private static String shown(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(each -> each.path("secret_id").asText(each.asText()))
          .collect(Collectors.joining(","));
    }
    if (value.isObject() && value.has("id") && value.has("name")) {
      return value.path("name").asText();
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(each -> each.getKey() + "=" + shown(each.getValue()))
          .collect(Collectors.joining(" "));
    }
    return RouteWords.asCommands(value.asText());
  }

  private static String text(Object answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON can be written as JSON", e);
    }
  }
}
