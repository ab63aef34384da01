package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.WebRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The path of a git request: {@code /{organization}/{project}/_git/{repository}/{service}}, where
 * the project is left out if the repository has its name.
 */
record GitPath(String organization, String project, String repository, boolean push) {

  private static final Set<String> SERVICES =
      Set.of("info/refs", "git-upload-pack", "git-receive-pack");

  static Optional<GitPath> of(WebRequest request) {
    List<String> path = request.segments();
    int git = path.indexOf("_git");
    if ((git != 1 && git != 2) || path.size() < git + 3) {
      return Optional.empty();
    }
    String service = String.join("/", path.subList(git + 2, path.size()));
    if (!SERVICES.contains(service)) {
      return Optional.empty();
    }
    boolean push =
        service.equals("git-receive-pack")
            || request.query("service").filter("git-receive-pack"::equals).isPresent();
    String repository = path.get(git + 1);
    String project = git == 1 ? repository : path.get(1);
    return Optional.of(new GitPath(path.get(0), project, repository, push));
  }

  String scope() {
    return push ? "vso.code_write" : "vso.code";
  }
}
