package dev.tokenward.vault.proxy;

import static dev.tokenward.vault.access.Target.Access.READ;
import static dev.tokenward.vault.access.Target.Access.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tokenward.vault.access.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

  private static final String SITE = "web/_apis/git/repositories/site";
  private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

  /** Method, path and query, and what they prove: at least one for every row. */
  static Stream<Arguments> proven() {
    return Stream.of(
        arguments("GET", "web/_git/site/info/refs?service=git-upload-pack", site(READ)),
        arguments("GET", "web/_git/site/info/refs?service=git-receive-pack", site(WRITE)),
        arguments("POST", "web/_git/site/git-upload-pack", site(READ)),
        arguments("POST", "web/_git/site/git-receive-pack", site(WRITE)),
        arguments("GET", "_git/web/info/refs?service=git-upload-pack", web(READ)),
        arguments("GET", "_git/web/info/refs?service=git-receive-pack", web(WRITE)),
        arguments("POST", "_git/web/git-upload-pack", web(READ)),
        arguments("POST", "_git/web/git-receive-pack", web(WRITE)),
        arguments("GET", "_apis/connectionData", organization(READ)),
        arguments("GET", "_apis/projects?$top=1", organization(READ)),
        arguments("GET", "_apis/projects/web", project(READ)),
        arguments("GET", "_apis/git/repositories", organization(READ)),
        arguments("GET", "web/_apis/git/repositories", project(READ)),
        arguments("GET", SITE, site(READ)),
        arguments("HEAD", SITE + "/items?path=/a", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/threads", site(READ)),
        arguments("GET", SITE + "/blobs/abc", site(READ)),
        arguments("GET", SITE + "/trees/abc", site(READ)),
        arguments("GET", SITE + "/commits?searchCriteria.$top=1", site(READ)),
        arguments("GET", SITE + "/commits/abc", site(READ)),
        arguments("GET", SITE + "/commits/abc/changes", site(READ)),
        arguments("GET", SITE + "/commits/abc/statuses", site(READ)),
        arguments("GET", SITE + "/diffs/commits?baseVersion=a", site(READ)),
        arguments("GET", SITE + "/refs?filter=heads", site(READ)),
        arguments("GET", SITE + "/pushes", site(READ)),
        arguments("GET", SITE + "/pushes/1", site(READ)),
        arguments("GET", SITE + "/stats/branches", site(READ)),
        arguments("GET", SITE + "/annotatedtags/abc", site(READ)),
        arguments("GET", SITE + "/pullrequests/1", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/commits", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/iterations", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/iterations/1/changes", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/reviewers", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/statuses", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/threads/2", site(READ)),
        arguments("GET", SITE + "/pullrequests/1/workitems", site(READ)),
        arguments("GET", "WEB/_APIS/Git/Repositories/site/items", target("WEB", "site", READ)),
        arguments("POST", SITE + "/pushes", site(WRITE)),
        arguments("POST", SITE + "/refs", site(WRITE)),
        arguments("PATCH", SITE + "/refs?filter=heads/main", site(WRITE)),
        arguments("PATCH", SITE + "/pullrequests/1", site(WRITE)),
        arguments("POST", SITE + "/annotatedtags", site(WRITE)),
        arguments("POST", SITE + "/pullrequests/1/threads", site(WRITE)),
        arguments("PATCH", SITE + "/pullrequests/1/threads/2", site(WRITE)),
        arguments("POST", SITE + "/pullrequests/1/threads/2/comments", site(WRITE)),
        arguments("DELETE", SITE + "/pullrequests/1/threads/2/comments/3", site(WRITE)),
        arguments("PUT", SITE + "/pullrequests/1/reviewers/2", site(WRITE)),
        arguments("POST", SITE + "/pullrequests/1/statuses", site(WRITE)),
        arguments("POST", SITE + "/commits/abc/statuses", site(WRITE)),
        arguments("GET", "web/_apis/wit/workitemtypes", project(READ)),
        arguments("GET", "web/_apis/wit/workitems?ids=1,2", organization(READ)),
        arguments("GET", "web/_apis/wit/workitems/1", organization(READ)),
        arguments("GET", "_apis/wit/workitems?ids=1", organization(READ)),
        arguments("GET", "_apis/wit/workitems/1", organization(READ)),
        arguments("PATCH", "web/_apis/wit/workitems/1", organization(WRITE)),
        arguments("DELETE", "_apis/wit/workitems/1", organization(WRITE)),
        arguments("POST", "web/_apis/wit/workitems/$Task", project(WRITE)),
        // A repository by id may lie in another project than the path says.
        arguments("GET", "web/_apis/git/repositories/" + ID, new Target("acme", null, ID, READ)),
        arguments(
            "GET",
            "web/_apis/git/repositories/(" + ID + ")",
            new Target("acme", null, "(" + ID + ")", READ)));
  }

  @ParameterizedTest
  @MethodSource("proven")
  void target_knownRoute_isWhatThePathProves(String method, String request, Target expected) {
    assertThat(target(method, request)).isEqualTo(expected);
  }

  @Test
  void target_everyRow_hasAnExample() {
    List<Catalogue.Row> shown =
        proven()
            .map(each -> row((String) each.get()[0], (String) each.get()[1]).orElseThrow())
            .toList();
    assertThat(shown).containsAll(Catalogue.ROWS);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "GET, web",
    "GET, web/_git/site",
    "GET, web/_git/site/info/refs",
    "GET, web/_git/site/info/refs?service=git-upload-archive",
    "GET, web/_git/site/info/refs?service=git-upload-pack&service=git-receive-pack",
    "GET, web/_git/site/info/refs?%73ervice=git-receive-pack&service=git-upload-pack",
    "GET, web/_git/site/info/refs?service=git-upload-pack&x=1",
    "POST, web/_git/site/info/refs?service=git-upload-pack",
    "GET, web/_git/site/git-upload-pack",
    "POST, web/_git/site/git-upload-pack/",
    "POST, web/_git/site/git-upload-archive",
    "POST, web/_git/site/info/lfs/objects/batch",
    "POST, web/_git/_full/site/git-upload-pack",
    "POST, web/team/_git/site/git-upload-pack",
    "POST, _apis/_git/site/git-receive-pack",
    "POST, DefaultCollection/_git/site/git-receive-pack",
    "GET, _apis/git/repositories/site",
    "POST, web/_apis/git/repositories",
    "GET, web/_apis/git/repositories/site/commits/abc/mergebases?otherRepositoryId=1",
    "GET, web/_apis/git/repositories/site/forks/1",
    "GET, web/_apis/git/repositories/site/pullrequests?searchCriteria.sourceRepositoryId=1",
    "POST, web/_apis/git/repositories/site/pullrequests",
    "POST, web/_apis/wit/workitems/Task",
    "GET, web/_apis/git/repositories/site/items/",
    "DELETE, web/_apis/git/repositories/site",
    "PATCH, web/_apis/git/repositories/site",
    "POST, web/_apis/git/repositories/site/importRequests",
    "POST, web/_apis/git/repositories/site/forkSyncRequests",
    "POST, web/_apis/git/repositories/site/cherryPicks",
    "POST, web/_apis/git/repositories/site/commitsbatch",
    "OPTIONS, web/_apis/git/repositories/site",
    "POST, web/_apis/wit/wiql",
    "POST, web/_apis/wit/workitemsbatch",
    "PATCH, web/_apis/wit/$batch",
    "POST, _apis/projects",
    "GET, web/_apis/build/builds",
  })
  void target_routeThatThePathDoesNotProve_isUnknown(String method, String request) {
    assertThat(target(method, request)).isEqualTo(Target.unknown("acme"));
  }

  private static Target target(String method, String request) {
    String[] parts = request.split("\\?", 2);
    return Catalogue.target(
        "acme", method, segments(parts[0]), parts.length == 2 ? parts[1] : null);
  }

  private static Optional<Catalogue.Row> row(String method, String request) {
    String[] parts = request.split("\\?", 2);
    String query = parts.length == 2 ? parts[1] : null;
    return Catalogue.ROWS.stream()
        .filter(row -> RowMatch.of(row, method, segments(parts[0]), query).isPresent())
        .findFirst();
  }

  private static List<String> segments(String path) {
    return path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
  }

  private static Target site(Target.Access access) {
    return target("web", "site", access);
  }

  private static Target web(Target.Access access) {
    return target("web", "web", access);
  }

  private static Target project(Target.Access access) {
    return target("web", null, access);
  }

  private static Target organization(Target.Access access) {
    return target(null, null, access);
  }

  private static Target target(
      @Nullable String project, @Nullable String repository, Target.Access access) {
    return new Target("acme", project, repository, access);
  }
}
