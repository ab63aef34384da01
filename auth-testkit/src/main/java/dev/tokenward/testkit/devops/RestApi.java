package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The REST API: what there is, by area. Thread-safe. */
final class RestApi {

  private final Map<String, Function<ApiCall, Reply>> areas;

  RestApi(InstantSource clock) {
    WorkItemApi workItems = new WorkItemApi(clock);
    this.areas =
        Map.of(
            "connectionData", ConnectionData::answer,
            "projects", ProjectApi::answer,
            "git/repositories", RepositoryApi::answer,
            "wit/workitems", workItems::answer);
  }

  Reply answer(ApiCall call) {
    return areas.entrySet().stream()
        .filter(area -> call.isFor(area.getKey()))
        .findFirst()
        .orElseThrow(() -> unknown(call))
        .getValue()
        .apply(call);
  }

  private static RefusedException unknown(ApiCall call) {
    call.require("vso.profile");
    return ServiceError.of(
        404, "VssResourceNotFoundException", "The emulator has no such resource.");
  }

  static Reply list(List<?> values) {
    return Reply.json(200, Map.of("count", values.size(), "value", values));
  }

  static RefusedException wrongMethod(ApiCall call) {
    return ServiceError.of(
        405,
        "NotSupportedException",
        "The requested resource does not support http method '" + call.method() + "'.");
  }
}
