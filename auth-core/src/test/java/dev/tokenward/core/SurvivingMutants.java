package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds a mutation run against {@code mutants.txt}. Runs in the profile {@code mutation} only,
 * after the run; its name keeps it out of every other build.
 */
class SurvivingMutants {

  private static final Path REPORT = Path.of("target", "pit-reports", "mutations.xml");
  private static final Path LIST = Path.of("mutants.txt");

  /** {@code place} is the class, the method and the mutator. */
  private record Mutant(String place, boolean killed) {}

  @Test
  void mutant_thatSurvives_hasAWrittenReason() throws Exception {
    Set<String> surviving =
        mutants().stream().filter(m -> !m.killed()).map(Mutant::place).collect(Collectors.toSet());
    Set<String> explained =
        lines("survives ")
            .map(line -> line.substring(0, line.indexOf(':')))
            .collect(Collectors.toSet());
    assertThat(surviving).isSubsetOf(explained);
  }

  @Test
  void mutant_ofEachRule_isKilled() throws Exception {
    List<Mutant> all = mutants();
    lines("killed ")
        .map(line -> line.split(" ", 2)[1])
        .forEach(
            place ->
                assertThat(all.stream().filter(mutant -> mutant.place().equals(place)))
                    .as(place)
                    .isNotEmpty()
                    .allMatch(Mutant::killed));
  }

  private static Stream<String> lines(String kind) throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()));
  }

  private static List<Mutant> mutants() throws Exception {
    Document report =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(REPORT.toFile());
    NodeList found = report.getElementsByTagName("mutation");
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> mutant((Element) found.item(i)))
        .toList();
  }

  private static Mutant mutant(Element mutation) {
    String place =
        lastPart(text(mutation, "mutatedClass"))
            + "."
            + text(mutation, "mutatedMethod")
            + " "
            + lastPart(text(mutation, "mutator")).replaceFirst("Mutator$", "");
    // A mutant that runs for ever is found by that.
    return new Mutant(
        place, Set.of("KILLED", "TIMED_OUT").contains(mutation.getAttribute("status")));
  }

  private static String text(Element mutation, String name) {
    return mutation.getElementsByTagName(name).item(0).getTextContent();
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
