package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code _apis/git/repositories}, and the files in them. */
final class RepositoryApi {

  private RepositoryApi() {}

  static Reply answer(ApiCall call) {
    call.require("vso.code");
    if (!call.method().equals("GET")) {
      throw RestApi.wrongMethod(call);
    }
    if (call.nameAfter("git/repositories/*").filter("items"::equalsIgnoreCase).isPresent()) {
      return item(call, call.nameAfter("git/repositories").orElseThrow());
    }
    Optional<String> name = call.nameAfter("git/repositories");
    return name.isPresent() ? one(call, name.get()) : RestApi.list(all(call).toList());
  }

  private static Reply one(ApiCall call, String nameOrId) {
    return projects(call)
        .flatMap(p -> p.find(nameOrId).map(r -> json(call, p, r)).stream())
        .findFirst()
        .map(found -> Reply.json(200, found))
        .orElseThrow(() -> notFound(nameOrId));
  }

  private static Reply item(ApiCall call, String name) {
    GitRepository repository =
        projects(call)
            .flatMap(p -> p.find(name).stream())
            .findFirst()
            .orElseThrow(() -> notFound(name));
    return call.request()
        .query("path")
        .map(path -> path.replaceFirst("^/", ""))
        .filter(path -> !path.isEmpty())
        .flatMap(path -> repository.file(path).map(content -> file(path, content)))
        .orElseThrow(RepositoryApi::noItem);
  }

  private static RefusedException noItem() {
    return ServiceError.of(
        404,
        "GitItemNotFoundException",
        "TF401174: The item could not be found in the repository at the version specified.");
  }

  // As a browser would run it: the harder case for whoever passes a file on.
  private static Reply file(String path, String content) {
    if (path.endsWith(".html")) {
      return Reply.html(200, content);
    }
    return path.endsWith(".js")
        ? Reply.empty(200).header("Content-Type", "text/javascript; charset=utf-8").body(content)
        : Reply.text(200, content);
  }

  private static Stream<Map<String, Object>> all(ApiCall call) {
    return projects(call).flatMap(p -> p.repositories().stream().map(r -> json(call, p, r)));
  }

  private static Stream<Project> projects(ApiCall call) {
    return call.project().map(List::of).orElseGet(call.organization()::projects).stream();
  }

  /** The same answer for what is not there and for what the caller may not see. */
  static RefusedException notFound(String repository) {
    return ServiceError.of(
        404,
        "GitRepositoryNotFoundException",
        "TF401019: The Git repository with name or identifier "
            + repository
            + " does not exist or you do not have permissions for the operation you are attempting.");
  }

  private static Map<String, Object> json(ApiCall call, Project project, GitRepository repository) {
    String web = call.url(encoded(project.name()) + "/_git/" + encoded(repository.name()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", repository.id());
    body.put("name", repository.name());
    body.put("url", call.url(project.id() + "/_apis/git/repositories/" + repository.id()));
    body.put("project", ProjectApi.json(call, project));
    repository.head().ifPresent(head -> body.put("defaultBranch", GitRepository.DEFAULT_BRANCH));
    body.put("remoteUrl", web);
    body.put("webUrl", web);
    body.put("isDisabled", false);
    return body;
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
