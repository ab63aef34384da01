package dev.tokenward.benchmarks.engine;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Figures of the libraries, which are the rows. */
record Table(String heading, String about, List<Library> rows, List<Column> columns) {

  String markdown() {
    return "### "
        + heading
        + "\n\n"
        + about
        + "\n"
        + line("", Column::title)
        + line("---", column -> "---")
        + rows.stream()
            .map(library -> line(library.label(), column -> column.cell(library)))
            .collect(Collectors.joining())
        + "\n";
  }

  private String line(String first, Function<Column, String> cell) {
    return columns.stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
  }

  /** What peers do better, one line for each. */
  List<String> betterWithPeers() {
    return columns.stream()
        .flatMap(
            column ->
                Library.peers().stream()
                    .filter(column::betterWith)
                    .map(peer -> better(column, peer)))
        .toList();
  }

  private String better(Column column, Library peer) {
    return "- %s; %s: %s %s, Tokenward %s"
        .formatted(
            heading,
            column.title(),
            peer.label(),
            column.cell(peer),
            column.cell(Library.TOKENWARD));
  }
}
