package dev.tokenward.vault.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty refuses before any of our code runs, in the API's own form instead of a page. */
final class JettyErrors extends ErrorHandler {

  private final Traces traces;

  JettyErrors(Traces traces) {
    this.traces = traces;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // A version of HTTP that nobody here speaks is the client's mistake, whatever RFC 9110 calls
    // it.
    if (response.getStatus() == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505) {
      response.setStatus(HttpStatus.BAD_REQUEST_400);
    }
    String traceId = traces.of(request.getHeaders().get("traceparent"));
    Problem problem =
        ErrorMapper.answer(response.getStatus(), wrongField(request), traceId).problem();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    // Where a request could not be read, nothing after it can be.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    response.write(true, ByteBuffer.wrap(Json.write(problem)), callback);
    return true;
  }

  /** Jetty puts this path in the place of one that it cannot read. */
  private static @Nullable String wrongField(Request request) {
    return "/badMessage".equals(request.getHttpURI().getPath()) ? "path" : null;
  }
}
