package dev.tokenward.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents point to exists. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:|#)([^)#\\s]+)");

  /** A class, perhaps with a member: Broker, Lease.Type, Secret.reveal(). */
  private static final Pattern TYPE =
      Pattern.compile("`([A-Z][a-z]\\w*)(?:\\.(\\w+))?(?:\\(\\))?`");

  private static final Pattern SECURITY_RULE = Pattern.compile("\\bS[0-9]{1,2}\\b");

  private static final Pattern DIAGRAM = Pattern.compile("(?s)```mermaid\n(.*?)```");

  @Test
  void links_leadToFiles() throws IOException {
    List<Path> targets = new ArrayList<>();
    for (Path document : Documents.all()) {
      Documents.matches(document, LINK)
          .map(link -> document.resolveSibling(link.group(1)))
          .forEach(targets::add);
    }
    assertThat(targets).isNotEmpty().allMatch(Files::exists);
  }

  @Test
  void typesAndMembers_exist() throws IOException {
    Map<String, List<Path>> sources = Documents.sources();
    List<String> named = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Path document : Documents.all()) {
      for (MatchResult type : Documents.matches(document, TYPE).toList()) {
        named.add(type.group());
        if (!exists(type, sources.getOrDefault(type.group(1), List.of()))) {
          unknown.add(Documents.ROOT.relativize(document) + ": " + type.group());
        }
      }
    }
    assertThat(named).isNotEmpty();
    assertThat(unknown).isEmpty();
  }

  private static boolean exists(MatchResult type, List<Path> sources) throws IOException {
    Pattern member = Pattern.compile("\\b" + (type.group(2) == null ? "" : type.group(2) + "\\b"));
    for (Path source : sources) {
      if (member.matcher(Files.readString(source)).find()) {
        return true;
      }
    }
    return false;
  }

  /** Who meets S18 in a comment finds in the threat model what it promises. */
  @Test
  void securityRules_thatAreCited_areInTheThreatModel() throws IOException {
    Set<String> said =
        new TreeSet<>(
            SECURITY_RULE
                .matcher(Documents.text("docs/threat-model.md"))
                .results()
                .map(MatchResult::group)
                .toList());
    Set<String> cited = new TreeSet<>();
    for (Path file : Documents.files(".java", ".md")) {
      Documents.matches(file, SECURITY_RULE).map(MatchResult::group).forEach(cited::add);
    }
    assertThat(cited).hasSizeGreaterThan(20).isSubsetOf(said);
  }

  @Test
  void diagrams_drawSomething() throws IOException {
    List<String> diagrams = new ArrayList<>();
    for (Path document : Documents.all()) {
      Documents.matches(document, DIAGRAM).map(each -> each.group(1)).forEach(diagrams::add);
    }
    assertThat(diagrams).isNotEmpty().allMatch(text -> text.lines().count() > 3);
  }
}
