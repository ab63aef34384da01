package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Refusals of the token endpoint, by Microsoft's error codes. */
public enum EntraError {
  UNKNOWN_TENANT(90002, 400, "invalid_request", "Tenant not found."),
  UNKNOWN_APP(700016, 400, "unauthorized_client", "Application not found in the directory."),
  DISABLED_APP(7000112, 401, "unauthorized_client", "Application is disabled."),
  MISSING_SECRET(7000218, 401, "invalid_client", "A client secret or assertion is required."),
  WRONG_SECRET(7000215, 401, "invalid_client", "Invalid client secret provided."),
  EXPIRED_SECRET(7000222, 401, "invalid_client", "The provided client secret keys are expired."),
  WRONG_SIGNATURE(700027, 401, "invalid_client", "Client assertion has an invalid signature."),
  WRONG_ASSERTION(700021, 401, "invalid_client", "Client assertion is not this client's."),
  ASSERTION_TIME(700024, 401, "invalid_client", "Client assertion is out of its time range."),
  REPLAYED_ASSERTION(50012, 401, "invalid_client", "Client assertion was used before."),
  UNTRUSTED_ISSUER(700211, 401, "invalid_client", "No matching federated identity: issuer."),
  UNTRUSTED_AUDIENCE(700212, 401, "invalid_client", "No matching federated identity: audience."),
  UNTRUSTED_SUBJECT(700213, 401, "invalid_client", "No matching federated identity: subject."),
  MISSING_PARAMETER(900144, 400, "invalid_request", "A required form parameter is missing."),
  WRONG_METHOD(900561, 400, "invalid_request", "The endpoint only accepts POST requests."),
  UNSUPPORTED_GRANT(70003, 400, "unsupported_grant_type", "The grant type is not supported."),
  INVALID_SCOPE(70011, 400, "invalid_scope", "The provided scope is not valid."),
  SCOPE_WITHOUT_DEFAULT(1002012, 400, "invalid_scope", "The scope must end with /.default."),
  UNKNOWN_RESOURCE(500011, 400, "invalid_resource", "The resource was not found in the tenant."),
  BLOCKED_BY_POLICY(53003, 400, "invalid_grant", "Access was blocked by Conditional Access."),
  INVALID_CLAIMS(50146, 400, "invalid_request", "The claims parameter is not valid."),
  UNAVAILABLE(90033, 503, "temporarily_unavailable", "The service is temporarily unavailable.");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssX").withZone(ZoneOffset.UTC);

  private final int code;
  private final int status;
  private final String error;
  private final String text;

  EntraError(int code, int status, String error, String text) {
    this.code = code;
    this.status = status;
    this.error = error;
    this.text = text;
  }

  /** The number after {@code AADSTS}. */
  public int code() {
    return code;
  }

  Reply reply(Instant now, String correlationId) {
    String timestamp = TIMESTAMP.format(now);
    String traceId = UUID.randomUUID().toString();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description(traceId, correlationId, timestamp));
    body.put("error_codes", List.of(code));
    body.put("timestamp", timestamp);
    body.put("trace_id", traceId);
    body.put("correlation_id", correlationId);
    body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
    return Reply.json(status, body);
  }

  private String description(String traceId, String correlationId, String timestamp) {
    return "AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s"
        .formatted(code, text, traceId, correlationId, timestamp);
  }
}
