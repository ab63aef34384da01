package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.Target;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalogue, and the names that a path has at its places.
 *
 * @param project null where the row has no such place
 * @param repository null where the row has no such place
 */
record RowMatch(Catalogue.Row row, @Nullable String project, @Nullable String repository) {

  private static final String PROJECT = "{project}";
  private static final String REPOSITORY = "{repository}";

  // Azure DevOps lets no project or repository begin like this; its own routes do.
  private static final Pattern NO_NAME = Pattern.compile("[_.$].*|(?i)DefaultCollection");
  // However it is spelled: with hyphens or braces, or with signs around it that look like nothing.
  private static final Pattern NOT_HEX = Pattern.compile("[^0-9A-Fa-f]");
  private static final int HEX_DIGITS_OF_AN_ID = 32;

  static Optional<RowMatch> of(
      Catalogue.Row row, String method, List<String> segments, @Nullable String query) {
    List<String> template = Arrays.asList(row.path().split("/"));
    boolean fits =
        Arrays.asList(row.methods().split(",")).contains(method.equals("HEAD") ? "GET" : method)
            && (row.query() == null || row.query().equals(query))
            && fits(template, segments);
    return fits
        ? Optional.of(
            new RowMatch(row, at(PROJECT, template, segments), at(REPOSITORY, template, segments)))
        : Optional.empty();
  }

  private static boolean fits(List<String> template, List<String> segments) {
    return template.size() == segments.size()
        && IntStream.range(0, template.size())
            .allMatch(i -> fits(template.get(i), segments.get(i)));
  }

  private static boolean fits(String place, String segment) {
    return switch (place) {
      case "*" -> !segment.isEmpty();
      case "$*" -> segment.startsWith("$");
      case PROJECT, REPOSITORY -> !segment.isEmpty() && !NO_NAME.matcher(segment).matches();
      default -> place.equalsIgnoreCase(segment);
    };
  }

  private static @Nullable String at(String place, List<String> template, List<String> segments) {
    int index = template.indexOf(place);
    return index < 0 ? null : segments.get(index);
  }

  /** What it proves. A repository by id says nothing of the project that stands before it. */
  Target target(String organization) {
    boolean byId = repository != null && mayBeId(repository);
    String implied = project == null && isTransport() ? repository : project;
    return new Target(organization, byId ? null : implied, repository, row.access());
  }

  private static boolean mayBeId(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
    return NOT_HEX.matcher(plain).replaceAll("").length() >= HEX_DIGITS_OF_AN_ID;
  }

  // Without a project, git means the repository that has the project's name.
  private boolean isTransport() {
    return row.path().startsWith("_git/");
  }
}
