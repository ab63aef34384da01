package dev.tokenward.vault.proxy;

import dev.tokenward.testkit.http.HttpsListener;
import dev.tokenward.testkit.http.RecordedRequest;
import dev.tokenward.testkit.http.TrustAnchor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A TLS server that answers as the test says, and remembers what it was asked. */
final class Upstream implements AutoCloseable {

  private final HttpsListener listener;
  private volatile Request.Handler answer = Upstream::ok;

  Upstream(Path anchor) {
    Clock clock = Clock.systemUTC();
    TrustAnchor trust = TrustAnchor.create(clock.instant(), new SecureRandom());
    try {
      trust.writeTo(anchor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.listener =
        new HttpsListener(
            0,
            trust,
            clock,
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback)
                  throws Exception {
                return answer.handle(request, response, callback);
              }
            });
  }

  private static boolean ok(Request request, Response response, Callback callback) {
    response.write(true, null, callback);
    return true;
  }

  void answer(Request.Handler handler) {
    this.answer = handler;
  }

  int port() {
    return listener.port();
  }

  String url() {
    return "https://127.0.0.1:" + port();
  }

  List<RecordedRequest> requests() {
    return listener.requests();
  }

  RecordedRequest onlyRequest() {
    List<RecordedRequest> seen = requests();
    if (seen.size() != 1) {
      throw new AssertionError("Expected one request, saw " + seen);
    }
    return seen.get(0);
  }

  @Override
  public void close() {
    listener.close();
  }
}
