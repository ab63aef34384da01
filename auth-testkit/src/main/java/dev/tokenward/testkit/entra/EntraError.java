package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refusals of the endpoints, by Microsoft's error codes. */
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
  USER_TOKEN_EXPIRED(500133, 400, "invalid_grant", "Assertion is not within its valid time."),
  USER_TOKEN_INVALID(50013, 400, "invalid_grant", "Assertion failed signature or audience checks."),
  NOT_ON_BEHALF(7000114, 400, "invalid_grant", "Application may not act on behalf of users."),
  MISSING_PARAMETER(900144, 400, "invalid_request", "A required form parameter is missing."),
  WRONG_METHOD(900561, 400, "invalid_request", "The endpoint only accepts POST requests."),
  UNSUPPORTED_GRANT(70003, 400, "unsupported_grant_type", "The grant type is not supported."),
  INVALID_SCOPE(70011, 400, "invalid_scope", "The provided scope is not valid."),
  SCOPE_WITHOUT_DEFAULT(1002012, 400, "invalid_scope", "The scope must end with /.default."),
  UNKNOWN_RESOURCE(500011, 400, "invalid_resource", "The resource was not found in the tenant."),
  BLOCKED_BY_POLICY(53003, 400, "invalid_grant", "Access was blocked by Conditional Access."),
  INVALID_CLAIMS(50146, 400, "invalid_request", "The claims parameter is not valid."),
  PUBLIC_CLIENT_SECRET(700025, 401, "invalid_client", "Client is public: it must send no secret."),
  WRONG_REDIRECT_URI(50011, 400, "invalid_request", "The redirect URI is not registered."),
  WRONG_RESPONSE_TYPE(700054, 400, "unsupported_response_type", "Only code is supported."),
  WRONG_RESPONSE_MODE(70007, 400, "invalid_request", "The response mode is not supported."),
  WRONG_PROMPT(90023, 400, "invalid_request", "The prompt is not supported."),
  WRONG_CHALLENGE(501491, 400, "invalid_request", "The code challenge is not valid."),
  TWO_RESOURCES(700022, 400, "invalid_scope", "The scopes are of more than one resource."),
  NOT_SIGNED_IN(50058, 400, "login_required", "A silent sign-in needs a user who is signed in."),
  USER_DECLINED(65004, 400, "access_denied", "The user declined to consent to the app."),
  NEEDS_ADMIN_CONSENT(90094, 400, "access_denied", "An administrator has to consent to the app."),
  CODE_REDEEMED(54005, 400, "invalid_grant", "The authorization code was already redeemed."),
  INVALID_GRANT(70000, 400, "invalid_grant", "The provided grant is invalid or malformed."),
  EXPIRED_GRANT(70008, 400, "invalid_grant", "The code or refresh token has expired."),
  INACTIVE_GRANT(700082, 400, "invalid_grant", "The refresh token expired due to inactivity."),
  WRONG_VERIFIER(501481, 400, "invalid_grant", "The code verifier does not match the challenge."),
  OTHER_REDIRECT_URI(500112, 400, "invalid_grant", "The redirect URI is not the one asked with."),
  WRONG_TENANT(700005, 400, "invalid_grant", "The code is of another tenant."),
  GRANT_REVOKED(50173, 400, "invalid_grant", "The grant was revoked; sign in again."),
  PASSWORD_CHANGED(50133, 400, "invalid_grant", "The password was changed; sign in again."),
  SIGN_IN_FREQUENCY(70043, 400, "invalid_grant", "Sign-in frequency policy: sign in again."),
  LOOP(50196, 400, "invalid_grant", "The client sends the same request again and again."),
  CONSENT_REQUIRED(65001, 400, "invalid_grant", "The user has not consented to the app."),
  MFA_REQUIRED(50076, 400, "invalid_grant", "You must use multi-factor authentication."),
  POLICY_NOT_MET(50079, 400, "interaction_required", "A policy wants another way of signing in."),
  AUTHORIZATION_PENDING(70016, 400, "authorization_pending", "The user has not decided yet."),
  // What number goes with slow_down is not known; RFC 8628 calls it a variant of pending.
  SLOW_DOWN(70016, 400, "slow_down", "The client asks too often."),
  DEVICE_DECLINED(65004, 400, "authorization_declined", "The user declined."),
  BAD_DEVICE_CODE(70018, 400, "bad_verification_code", "The device code is not known."),
  EXPIRED_DEVICE_CODE(70019, 400, "expired_token", "The device code has expired."),
  THROTTLED(90055, 429, "temporarily_unavailable", "There are too many requests."),
  UNAVAILABLE(90033, 503, "temporarily_unavailable", "The service is temporarily unavailable.");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssX").withZone(ZoneOffset.UTC);

  private static final Map<EntraError, String> SUBERRORS =
      Map.of(
          CONSENT_REQUIRED,
          "consent_required",
          MFA_REQUIRED,
          "basic_action",
          POLICY_NOT_MET,
          "basic_action");

  /** Names a Conditional Access policy that the next sign-in has to fulfil. */
  private static final String POLICY = "0c0ffee0-0000-4000-8000-00000000ca01";

  private static final String POLICY_CLAIMS =
      "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"%s\"]}}}"
          .formatted(POLICY);

  private static final Set<EntraError> OF_A_POLICY = EnumSet.of(MFA_REQUIRED, POLICY_NOT_MET);

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

  /** Returns the refusal with this number after {@code AADSTS}; of two, the one listed first. */
  public static EntraError of(int code) {
    return Arrays.stream(values())
        .filter(each -> each.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no refusal has the code " + code));
  }

  /** The {@code suberror}, by which MSAL tells what the user has to do. */
  private @Nullable String suberror() {
    return SUBERRORS.get(this);
  }

  /** Whether a sign-in that was asked for with {@code claims} fulfils the policy. */
  static boolean isPolicyIn(Optional<String> claims) {
    return claims.filter(json -> json.contains(POLICY)).isPresent();
  }

  /** For people: the number and what it means. */
  String summary() {
    return "AADSTS" + code + ": " + text;
  }

  Reply reply(Instant now, String correlationId) {
    return Reply.json(status, body(now, correlationId));
  }

  /** What a redirect tells: there is no {@code invalid_grant} before there is a grant. */
  Map<String, String> atRedirect(Instant now) {
    String description =
        description(
            UUID.randomUUID().toString(), UUID.randomUUID().toString(), TIMESTAMP.format(now));
    String code = suberror() == null ? "access_denied" : "interaction_required";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("error", error.equals("invalid_grant") ? code : error);
    fields.put("error_description", description);
    return fields;
  }

  private Map<String, Object> body(Instant now, String correlationId) {
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
    Optional.ofNullable(suberror()).ifPresent(value -> body.put("suberror", value));
    if (OF_A_POLICY.contains(this)) {
      body.put("claims", POLICY_CLAIMS);
    }
    return body;
  }

  private String description(String traceId, String correlationId, String timestamp) {
    return "AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s"
        .formatted(code, text, traceId, correlationId, timestamp);
  }
}
