package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.WebRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What Azure DevOps puts on every answer, beside what the answer is about. */
final class ServiceHeaders {

  private static final String PROCESS = UUID.randomUUID().toString();

  private ServiceHeaders() {}

  static Map<String, String> of(WebRequest request, Organization organization) {
    String activity = UUID.randomUUID().toString();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-TFS-ProcessId", PROCESS);
    headers.put("ActivityId", activity);
    headers.put("X-TFS-Session", request.header("X-TFS-Session").orElse(activity));
    headers.put("X-VSS-E2EID", activity);
    headers.put("X-VSS-ResourceTenant", organization.tenant().id());
    headers.put("X-FRAME-OPTIONS", "SAMEORIGIN");
    headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    headers.put("P3P", "CP=\"CAO DSP COR ADMa DEV CONo TELo CUR PSA PSD TAI IVDo OUR SAMi BUS\"");
    return headers;
  }

  static Map<String, String> of(Caller caller) {
    return caller.isAnonymous()
        ? Map.of()
        : Map.of("X-VSS-UserData", caller.id() + ":" + caller.account());
  }
}
