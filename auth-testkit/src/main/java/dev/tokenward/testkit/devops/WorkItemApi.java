package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.devops.WorkItems.WorkItem;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code _apis/wit/workitems}: create, read and change. Thread-safe. */
final class WorkItemApi {

  private static final String PATCH_TYPE = "application/json-patch+json";

  private final InstantSource clock;

  WorkItemApi(InstantSource clock) {
    this.clock = clock;
  }

  Reply answer(ApiCall call) {
    String name = call.nameAfter("wit/workitems").orElse("");
    return switch (call.method()) {
      case "GET" -> read(call, name);
      case "POST" -> create(call, name);
      case "PATCH" -> change(call, name);
      default -> throw RestApi.wrongMethod(call);
    };
  }

  private Reply read(ApiCall call, String name) {
    call.require("vso.work");
    return json(call, call.organization().workItems().find(number(name)), name);
  }

  private Reply create(ApiCall call, String name) {
    WorkItemPatch patch = patch(call);
    Project project = call.project().orElseThrow(() -> RestApi.wrongMethod(call));
    if (!name.startsWith("$")) {
      throw RestApi.wrongMethod(call);
    }
    Map<String, Object> fields = patch.apply(Map.of(), 0);
    if (!fields.containsKey("System.Title")) {
      throw ServiceError.of(
          400, "RuleValidationException", "TF401320: Rule Error for field Title. Required.");
    }
    fields.putIfAbsent("System.State", "New");
    fields.put("System.WorkItemType", name.substring(1));
    fields.put("System.TeamProject", project.name());
    fields.put("System.CreatedBy", call.caller().account());
    fields.put("System.CreatedDate", clock.instant().toString());
    WorkItem created = call.organization().workItems().create(stamped(fields, call));
    return json(call, Optional.of(created), name);
  }

  private Reply change(ApiCall call, String name) {
    WorkItemPatch patch = patch(call);
    Optional<WorkItem> changed =
        call.organization()
            .workItems()
            .change(
                number(name), old -> old.next(stamped(patch.apply(old.fields(), old.rev()), call)));
    return json(call, changed, name);
  }

  private static WorkItemPatch patch(ApiCall call) {
    call.require("vso.work_write");
    if (!call.request().contentType().equals(PATCH_TYPE)) {
      throw ServiceError.of(
          415, "VssRequestContentTypeNotSupportedException", "Send " + PATCH_TYPE + ".");
    }
    return new WorkItemPatch(call.body());
  }

  private Map<String, Object> stamped(Map<String, Object> fields, ApiCall call) {
    Map<String, Object> stamped = new HashMap<>(fields);
    stamped.put("System.ChangedBy", call.caller().account());
    stamped.put("System.ChangedDate", clock.instant().toString());
    return stamped;
  }

  private static int number(String name) {
    return name.matches("\\d{1,9}") ? Integer.parseInt(name) : 0;
  }

  private static Reply json(ApiCall call, Optional<WorkItem> found, String name) {
    WorkItem item = found.orElseThrow(() -> notFound(name));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", item.id());
    body.put("rev", item.rev());
    body.put("fields", item.sortedFields());
    body.put("url", call.url("_apis/wit/workItems/" + item.id()));
    return Reply.json(200, body);
  }

  private static RefusedException notFound(String name) {
    return ServiceError.of(
        404,
        "WorkItemUnauthorizedAccessException",
        "TF401232: Work item "
            + name
            + " does not exist, or you do not have permissions to read it.");
  }
}
