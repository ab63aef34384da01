package dev.tokenward.testkit.devops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.http.Json;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.WebRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A REST call to one organization: {@code /{organization}[/{project}]/_apis/{resource}}. */
final class ApiCall {

  private static final Pattern VERSION = Pattern.compile("api-version=([^;, ]+)");

  private final WebRequest request;
  private final Organization organization;
  private final Caller caller;
  private final int apis;

  private ApiCall(WebRequest request, Organization organization, Caller caller, int apis) {
    this.request = request;
    this.organization = organization;
    this.caller = caller;
    this.apis = apis;
  }

  /** Returns the call that {@code request} makes, or empty if it makes none. */
  static Optional<ApiCall> of(WebRequest request, Organization organization, Caller caller) {
    List<String> path = request.segments().stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
    int apis = path.indexOf("_apis");
    return apis == 1 || apis == 2
        ? Optional.of(new ApiCall(request, organization, caller, apis))
        : Optional.empty();
  }

  WebRequest request() {
    return request;
  }

  Organization organization() {
    return organization;
  }

  Caller caller() {
    return caller;
  }

  String method() {
    return request.method();
  }

  /** The body as JSON. */
  JsonNode body() {
    return Json.read(request.body());
  }

  /** Whether the path after {@code _apis} begins with {@code area}, as in {@code git/refs}. */
  boolean isFor(String area) {
    List<String> path = resource();
    int words = area.split("/").length;
    return path.size() >= words && String.join("/", path.subList(0, words)).equalsIgnoreCase(area);
  }

  /** What follows {@code area} in the path, if anything does. */
  Optional<String> nameAfter(String area) {
    return resource().stream().skip(area.split("/").length).findFirst();
  }

  private List<String> resource() {
    return request.segments().subList(apis + 1, request.segments().size());
  }

  /** The project in the path, if one is named; refuses one that is not there. */
  Optional<Project> project() {
    return apis == 1 ? Optional.empty() : Optional.of(project(request.segments().get(1)));
  }

  /** Returns the project with this name or id, or refuses the call. */
  Project project(String nameOrId) {
    return organization
        .find(nameOrId)
        .orElseThrow(
            () ->
                ServiceError.of(
                    404,
                    "ProjectDoesNotExistWithNameException",
                    "TF200016: The following project does not exist: " + nameOrId + "."));
  }

  /** Refuses the call unless its credential has one of {@code scopes}. */
  void require(String... scopes) {
    if (caller.isAnonymous()) {
      throw refusal(Cause.UNKNOWN_CREDENTIAL);
    }
    if (!caller.scopes().allow(scopes)) {
      throw refusal(Cause.DEAD_PAT);
    }
  }

  private RefusedException refusal(Cause cause) {
    return organization.refusal(cause, request);
  }

  /** The version asked for, in the query or in the Accept header. */
  Optional<String> apiVersion() {
    return request
        .query("api-version")
        .or(
            () ->
                request
                    .header("Accept")
                    .map(VERSION::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1)));
  }

  /** The URL of something in this organization. */
  String url(String path) {
    return request.origin() + "/" + organization.name() + "/" + path;
  }
}
