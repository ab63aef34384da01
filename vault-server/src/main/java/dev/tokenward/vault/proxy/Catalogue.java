package dev.tokenward.vault.proxy;

import static dev.tokenward.vault.access.Target.Access.READ;
import static dev.tokenward.vault.access.Target.Access.WRITE;

import dev.tokenward.vault.access.Target;
import dev.tokenward.vault.access.Target.Access;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes of Azure DevOps whose path proves what they are aimed at. A narrowed token reaches no
 * other. Left out on purpose: whatever a body or a query aims (batches, queries by POST, imports,
 * cherry-picks), and git's large files.
 *
 * <p>A row proves only what it names. Work items and repositories by id belong to a project that
 * the path may state wrongly, so those rows prove none.
 */
final class Catalogue {

  /**
   * One route below an organization.
   *
   * @param methods separated by commas; GET stands for HEAD too
   * @param path literal segments, compared ignoring case; {@code {project}} and {@code
   *     {repository}}, which are proven; {@code *}, any one segment; {@code $*}, one that begins so
   * @param query the only one there may be, or null where it does not decide
   */
  record Row(String methods, String path, @Nullable String query, Access access) {}

  private static final String REPOSITORY = "{project}/_apis/git/repositories/{repository}";

  /** The rows; the first that fits is the one. */
  static final List<Row> ROWS = Stream.concat(transport(), rest()).toList();

  private Catalogue() {}

  // git asks for its references with one query, which alone tells fetch from push.
  private static Stream<Row> transport() {
    return Stream.of("{project}/_git/{repository}", "_git/{repository}")
        .flatMap(
            path ->
                Stream.of(
                    new Row("GET", path + "/info/refs", "service=git-upload-pack", READ),
                    new Row("GET", path + "/info/refs", "service=git-receive-pack", WRITE),
                    new Row("POST", path + "/git-upload-pack", null, READ),
                    new Row("POST", path + "/git-receive-pack", null, WRITE)));
  }

  private static Stream<Row> rest() {
    return Stream.of(
        read("_apis/connectionData"),
        read("_apis/projects"),
        read("_apis/projects/{project}"),
        read("_apis/git/repositories"),
        read("{project}/_apis/git/repositories"),
        read(REPOSITORY),
        read(REPOSITORY + "/items"),
        read(REPOSITORY + "/blobs/*"),
        read(REPOSITORY + "/trees/*"),
        read(REPOSITORY + "/commits"),
        read(REPOSITORY + "/commits/*"),
        read(REPOSITORY + "/commits/*/changes"),
        read(REPOSITORY + "/commits/*/statuses"),
        read(REPOSITORY + "/diffs/commits"),
        read(REPOSITORY + "/refs"),
        read(REPOSITORY + "/pushes"),
        read(REPOSITORY + "/pushes/*"),
        read(REPOSITORY + "/stats/branches"),
        read(REPOSITORY + "/annotatedtags/*"),
        read(REPOSITORY + "/pullrequests/*"),
        read(REPOSITORY + "/pullrequests/*/commits"),
        read(REPOSITORY + "/pullrequests/*/iterations"),
        read(REPOSITORY + "/pullrequests/*/iterations/*/changes"),
        read(REPOSITORY + "/pullrequests/*/reviewers"),
        read(REPOSITORY + "/pullrequests/*/statuses"),
        read(REPOSITORY + "/pullrequests/*/threads"),
        read(REPOSITORY + "/pullrequests/*/threads/*"),
        read(REPOSITORY + "/pullrequests/*/workitems"),
        write("POST", REPOSITORY + "/pushes"),
        write("POST,PATCH", REPOSITORY + "/refs"),
        write("POST", REPOSITORY + "/annotatedtags"),
        write("PATCH", REPOSITORY + "/pullrequests/*"),
        write("POST", REPOSITORY + "/pullrequests/*/threads"),
        write("PATCH", REPOSITORY + "/pullrequests/*/threads/*"),
        write("POST", REPOSITORY + "/pullrequests/*/threads/*/comments"),
        write("PATCH,DELETE", REPOSITORY + "/pullrequests/*/threads/*/comments/*"),
        write("PUT,DELETE", REPOSITORY + "/pullrequests/*/reviewers/*"),
        write("POST", REPOSITORY + "/pullrequests/*/statuses"),
        write("POST", REPOSITORY + "/commits/*/statuses"),
        read("{project}/_apis/wit/workitemtypes"),
        read("*/_apis/wit/workitems"),
        read("*/_apis/wit/workitems/*"),
        read("_apis/wit/workitems"),
        read("_apis/wit/workitems/*"),
        write("PATCH,DELETE", "*/_apis/wit/workitems/*"),
        write("PATCH,DELETE", "_apis/wit/workitems/*"),
        // A type is spelled $Task; the item is made in the project of the path.
        write("POST", "{project}/_apis/wit/workitems/$*"));
  }

  private static Row read(String path) {
    return new Row("GET", path, null, READ);
  }

  private static Row write(String methods, String path) {
    return new Row(methods, path, null, WRITE);
  }

  /** What a request below {@code organization} is aimed at, as far as its path proves it. */
  static Target target(
      String organization, String method, List<String> segments, @Nullable String query) {
    return ROWS.stream()
        .map(row -> RowMatch.of(row, method, segments, query))
        .flatMap(Optional::stream)
        .findFirst()
        .map(match -> match.target(organization))
        .orElseGet(() -> Target.unknown(organization));
  }
}
