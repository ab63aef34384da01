package dev.tokenward.vault.api;

import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.api.Problem.Answer;
import dev.tokenward.vault.proxy.ProblemWriter;
import dev.tokenward.vault.store.StoreException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into what the client sees: the one place that knows HTTP statuses. */
public final class ErrorMapper {

  private record Kind(int status, String slug, String title) {}

  private ErrorMapper() {}

  /** The answer to a failed request of the proxy. */
  public static ProblemWriter.Problem problem(RuntimeException failure, String traceId) {
    Problem problem = answer(failure, traceId).problem();
    return new ProblemWriter.Problem(
        problem.status(), new String(Json.write(problem), StandardCharsets.UTF_8));
  }

  static Answer answer(RuntimeException failure, String traceId) {
    if (failure instanceof RefusedException refused) {
      return answer(refused, traceId);
    }
    if (failure instanceof StoreException store) {
      return answer(RefusedException.of(store), traceId);
    }
    return failure instanceof TokenException token ? answer(token, traceId) : internal(traceId);
  }

  private static Answer answer(RefusedException e, String traceId) {
    boolean challenge = e.reason() == RefusedException.Reason.UNAUTHENTICATED;
    return new Answer(
        problem(kind(e.reason()), e.getMessage(), e.field(), traceId, null, e.nextStep()),
        challenge,
        null);
  }

  private static Answer answer(TokenException e, String traceId) {
    return new Answer(
        problem(kind(e), e.getMessage(), null, traceId, e.code().orElse(null), e.nextStep()),
        false,
        e.retryAfter().orElse(null));
  }

  /** What HTTP itself refuses: no such route, wrong method, malformed request. */
  static Answer answer(int status, @Nullable String field, String traceId) {
    Kind kind =
        switch (status) {
          case 404 -> new Kind(404, "no-such-route", "There is no such route");
          case 405 -> new Kind(405, "wrong-method", "This route does not take this method");
          case 413 -> kind(RefusedException.Reason.TOO_LARGE);
          case 414 -> new Kind(414, "uri-too-long", "The request's URI is too long");
          case 431 -> new Kind(431, "headers-too-large", "The request's headers are too large");
          default ->
              status < 500
                  ? new Kind(status, "bad-request", "The request is not well-formed")
                  : new Kind(500, "internal", "The vault made a mistake");
        };
    return new Answer(
        problem(kind, kind.title(), field, traceId, null, "See /openapi.json."), false, null);
  }

  /** Our own mistake: the client learns nothing but where to look. */
  private static Answer internal(String traceId) {
    return new Answer(
        problem(
            new Kind(500, "internal", "The vault made a mistake"),
            "The vault could not answer; nothing was issued",
            null,
            traceId,
            null,
            "Give the operator this traceId."),
        false,
        null);
  }

  private static Problem problem(
      Kind kind,
      @Nullable String detail,
      @Nullable String field,
      String traceId,
      @Nullable String cause,
      @Nullable String nextStep) {
    String text = detail == null ? kind.title() : detail;
    return new Problem(
        "urn:tokenward:problem:" + kind.slug(),
        kind.title(),
        kind.status(),
        text,
        text,
        field,
        traceId,
        cause,
        nextStep);
  }

  private static Kind kind(RefusedException.Reason reason) {
    return switch (reason) {
      case UNAUTHENTICATED -> new Kind(401, "unauthenticated", "Who calls is not proven");
      case NOT_FOUND -> new Kind(404, "not-found", "Not found");
      case BAD_INPUT -> new Kind(400, "bad-request", "The request is wrong");
      case TOO_LARGE -> new Kind(413, "too-large", "The request is too large");
      case RULE_REFUSES -> new Kind(403, "rule-refuses", "A rule refuses this request");
      case WIDER_THAN_POLICY -> new Kind(403, "wider-than-policy", "More than the policy allows");
      case STORED_SECRET_NOT_RELEASED ->
          new Kind(409, "stored-secret-not-released", "A stored secret is never released");
      case TOKEN_OUTLIVES_POLICY ->
          new Kind(403, "token-outlives-policy", "The token lives longer than the policy allows");
      case TOO_MANY -> new Kind(429, "too-many", "This caller holds or asks for too much");
      case MISDIRECTED -> new Kind(421, "misdirected", "This is not the server that Host names");
      case DESTINATION_REFUSED ->
          new Kind(502, "destination-refused", "The operator does not allow this destination");
      case UPSTREAM_REFUSED -> new Kind(502, "upstream-refused", "The upstream refused");
      case CREDENTIAL_BROKEN ->
          new Kind(502, "credential-broken", "The credential cannot be used as it is configured");
      case FROZEN -> new Kind(403, "frozen", "Frozen");
      case CONFLICT -> new Kind(409, "conflict", "This does not fit what is kept");
      case PRECONDITION_FAILED -> new Kind(412, "precondition-failed", "It was changed meanwhile");
      case DESTINATION_CHANGE_NEEDS_SECRET ->
          new Kind(
              409,
              "destination-change-needs-secret",
              "A secret stays bound to where it may be sent");
      case READ_ONLY -> new Kind(409, "read-only", "The configuration file says this");
      case STORE_UNAVAILABLE -> new Kind(503, "store-unavailable", "The store cannot be used");
      case AUDIT_UNAVAILABLE -> new Kind(503, "audit-unavailable", "The audit cannot be used");
    };
  }

  private static Kind kind(TokenException e) {
    return switch (e.reason()) {
      case CONFIGURATION ->
          e.code().isPresent()
              ? new Kind(502, "upstream-refused", "The upstream refused the credential")
              : new Kind(400, "bad-request", "The request does not fit the credential");
      case REJECTED, NEEDS_CONSENT, CREDENTIAL_EXPIRED, DENIED ->
          new Kind(502, "upstream-refused", "The upstream refused the credential");
      case THROTTLED -> new Kind(429, "upstream-throttled", "The upstream asks for a pause");
      case UNREACHABLE -> new Kind(502, "upstream-unreachable", "The upstream gave no answer");
      case TIMED_OUT, INTERRUPTED ->
          new Kind(504, "upstream-timeout", "The upstream gave no answer in time");
      case CLOSED -> new Kind(503, "stopping", "The vault is stopping");
    };
  }
}
