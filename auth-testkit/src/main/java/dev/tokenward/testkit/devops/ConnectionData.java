package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who am I, and where: the usual first call of a client. */
final class ConnectionData {

  private ConnectionData() {}

  static Reply answer(ApiCall call) {
    call.apiVersion()
        .filter(version -> !version.contains("-preview"))
        .ifPresent(ConnectionData::refuse);
    Map<String, Object> user = user(call.caller());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("authenticatedUser", user);
    body.put("authorizedUser", user);
    body.put("instanceId", call.organization().id());
    body.put("deploymentId", "00000000-0000-0000-0000-000000000001");
    body.put("deploymentType", "hosted");
    body.put(
        "locationServiceData",
        Map.of("serviceOwner", "00025394-6065-48ca-87d9-7f5672854ef7", "lastChangeId", 1));
    return Reply.json(200, body);
  }

  private static void refuse(String version) {
    throw ServiceError.of(
        400,
        "VssInvalidPreviewVersionException",
        ("The requested version \"%s\" of the resource is under preview. The -preview flag must be"
                + " supplied in the api-version for such requests. For example: \"%s-preview\"")
            .formatted(version, version));
  }

  private static Map<String, Object> user(Caller caller) {
    Map<String, Object> account = Map.of("$type", "System.String", "$value", caller.account());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", caller.id());
    user.put("descriptor", "Emulator;" + caller.id());
    user.put("subjectDescriptor", "emu." + caller.id());
    user.put("providerDisplayName", caller.account());
    user.put("isActive", true);
    user.put("properties", Map.of("Account", account));
    user.put("resourceVersion", 2);
    user.put("metaTypeId", 0);
    return user;
  }
}
