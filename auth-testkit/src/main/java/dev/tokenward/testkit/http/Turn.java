package dev.tokenward.testkit.http;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One request that waits to be dealt with.
 *
 * @param seen what was recorded of it
 * @param services who serves it if nothing goes wrong
 * @param reset done when the emulator is reset
 */
record Turn(
    RecordedRequest seen,
    Request request,
    Response response,
    Callback callback,
    Request.Handler services,
    CompletionStage<Void> reset) {

  void serve() throws Exception {
    if (!services.handle(request, response, callback)) {
      Reply.empty(404).send(response, callback);
    }
  }

  Turn with(Response other) {
    return new Turn(seen, request, other, callback, services, reset);
  }

  void disconnect() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new IOException("connection closed by a scripted fault"));
  }
}
