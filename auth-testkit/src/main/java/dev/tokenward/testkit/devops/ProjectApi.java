package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code _apis/projects}. */
final class ProjectApi {

  private ProjectApi() {}

  static Reply answer(ApiCall call) {
    call.require("vso.project", "vso.profile");
    if (!call.method().equals("GET")) {
      throw RestApi.wrongMethod(call);
    }
    return call.nameAfter("projects")
        .map(name -> Reply.json(200, json(call, call.project(name))))
        .orElseGet(() -> RestApi.list(page(call)));
  }

  private static List<Map<String, Object>> page(ApiCall call) {
    int top = call.request().query("$top").map(Integer::parseInt).orElse(100);
    return call.organization().projects().stream().limit(top).map(p -> json(call, p)).toList();
  }

  static Map<String, Object> json(ApiCall call, Project project) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", project.id());
    body.put("name", project.name());
    body.put("url", call.url("_apis/projects/" + project.id()));
    body.put("state", "wellFormed");
    body.put("revision", 1);
    body.put("visibility", "private");
    return body;
  }
}
