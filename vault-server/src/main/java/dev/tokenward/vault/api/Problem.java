package dev.tokenward.vault.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error on the wire (RFC 9457).
 *
 * @param type stable: {@code urn:tokenward:problem:} and a slug
 * @param message the same as {@code detail}, for clients of Azure DevOps, which look for it
 * @param field the wrong field, where one is wrong
 * @param traceId finds the request in the audit and the log
 * @param cause the upstream's own code, where it gave one
 * @param nextStep what to do
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String message,
    @Nullable String field,
    String traceId,
    @Nullable String cause,
    @Nullable String nextStep) {

  /** A problem with the headers that go with it. */
  record Answer(Problem problem, boolean challenge, @Nullable Duration retryAfter) {}
}
