package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.Json;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** The error envelope of Azure DevOps. */
final class ServiceError {

  private ServiceError() {}

  static String json(String typeKey, String message) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("$id", "1");
    envelope.put("innerException", null);
    envelope.put("message", message);
    envelope.put("typeName", "Emulator." + typeKey + ", Emulator");
    envelope.put("typeKey", typeKey);
    envelope.put("errorCode", 0);
    envelope.put("eventId", 3000);
    return Json.write(envelope);
  }

  static RefusedException of(int status, String typeKey, String message) {
    return new RefusedException(
        Reply.empty(status)
            .header("Content-Type", "application/json; charset=utf-8")
            .body(json(typeKey, message)));
  }
}
