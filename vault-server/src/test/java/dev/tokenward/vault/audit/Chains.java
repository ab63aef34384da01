package dev.tokenward.vault.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chains to verify and to break. */
final class Chains {

  private Chains() {}

  /** A good chain of records, each a line without its end. */
  static List<String> ofLength(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    ChainHead head = ChainHead.START;
    for (int i = 1; i <= count; i++) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      head = RecordFormat.append(Scene.entry("record " + i), head, Instant.EPOCH, line);
      lines.add(line.toString(StandardCharsets.UTF_8).strip());
    }
    return lines;
  }

  /** A record that continues {@code head}. */
  static String next(ChainHead head, String detail) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    RecordFormat.append(Scene.entry(detail), head, Instant.EPOCH, line);
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  static ChainVerifier.Result verify(String text) throws IOException {
    return verify(text, Optional.empty());
  }

  static ChainVerifier.Result verify(String text, Optional<ChainHead> witnessed)
      throws IOException {
    return ChainVerifier.verify(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), witnessed);
  }
}
