package dev.tokenward.testkit.entra;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The assertions that came before, by their {@code jti}, as one request sees them. Each is good for
 * one request; that request may be sent again, which its {@code client-request-id} tells.
 *
 * @param requestId the request's own
 * @param seen by which request each came first
 */
record UsedAssertions(String requestId, Map<String, String> seen) {

  static Map<String, String> none() {
    return new ConcurrentHashMap<>();
  }

  /** Whether no other request came with {@code jti}; one without is never taken. */
  boolean isFirst(@Nullable String jti) {
    return Optional.ofNullable(jti)
        .map(id -> seen.putIfAbsent(id, requestId))
        .map(requestId::equals)
        .orElse(jti != null);
  }
}
