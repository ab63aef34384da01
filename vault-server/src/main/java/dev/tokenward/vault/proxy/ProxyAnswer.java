package dev.tokenward.vault.proxy;

import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The vault's own answer to a proxied request: problem+json, or for git, which shows it to its
 * user, one line of text.
 */
final class ProxyAnswer {

  private final ProblemWriter problems;

  ProxyAnswer(ProblemWriter problems) {
    this.problems = problems;
  }

  /** Answers a request that failed, and completes it. */
  void send(
      Request request,
      Response response,
      Callback callback,
      RuntimeException failure,
      String traceId) {
    ProblemWriter.Problem problem = problems.problem(failure, traceId);
    boolean git = ProxyTarget.git(request.getHttpURI().getPath());
    response.reset();
    response.setStatus(problem.status());
    headers(response.getHeaders(), problem.status(), git);
    retryAfter(failure)
        .ifPresent(pause -> response.getHeaders().put(HttpHeader.RETRY_AFTER, pause.toSeconds()));
    String body = git ? line(failure) : problem.json();
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static void headers(HttpFields.Mutable headers, int status, boolean git) {
    headers.put(
        HttpHeader.CONTENT_TYPE, git ? "text/plain;charset=utf-8" : "application/problem+json");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    HeaderRules.addGuards(headers);
    if (status == HttpStatus.UNAUTHORIZED_401) {
      headers.add(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"Tokenward\"");
      headers.add(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"Tokenward\"");
    }
  }

  private static Optional<Duration> retryAfter(RuntimeException failure) {
    return failure instanceof TokenException missing ? missing.retryAfter() : Optional.empty();
  }

  private static String line(RuntimeException failure) {
    String next = nextStep(failure);
    return "Tokenward: " + said(failure) + (next == null ? "" : ". " + next) + "\n";
  }

  private static String said(RuntimeException failure) {
    return failure instanceof RefusedException || failure instanceof TokenException
        ? String.valueOf(failure.getMessage())
        : "the vault failed";
  }

  private static @Nullable String nextStep(RuntimeException failure) {
    if (failure instanceof RefusedException refusal) {
      return refusal.nextStep();
    }
    return failure instanceof TokenException missing ? missing.nextStep() : null;
  }
}
