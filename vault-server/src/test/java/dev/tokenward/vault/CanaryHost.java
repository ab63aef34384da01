package dev.tokenward.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.testkit.http.HttpsListener;
import dev.tokenward.testkit.http.TrustAnchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A TLS server of somebody else's, which the operator allows: it keeps every byte it is sent. */
final class CanaryHost implements AutoCloseable {

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final HttpsListener listener;
  private volatile Request.Handler answer =
      (request, response, callback) -> {
        Content.Sink.write(response, true, "{}", callback);
        return true;
      };

  /** Adds its certificate to those in {@code trustStore}. */
  CanaryHost(Path trustStore) throws IOException {
    Clock clock = Clock.systemUTC();
    TrustAnchor trust = TrustAnchor.create(clock.instant(), new SecureRandom());
    Path own = trustStore.resolveSibling("canary.pem");
    trust.writeTo(own);
    Files.writeString(trustStore, Files.readString(trustStore) + Files.readString(own));
    this.listener = new HttpsListener(0, trust, clock, new Remembering());
  }

  int port() {
    return listener.port();
  }

  String url() {
    return "https://127.0.0.1:" + port();
  }

  /** Head and body of each request. */
  List<String> seen() {
    return seen;
  }

  void answer(Request.Handler handler) {
    answer = handler;
  }

  @Override
  public void close() {
    listener.close();
  }

  private final class Remembering extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      seen.add(
          request.getMethod()
              + " "
              + request.getHttpURI()
              + "\n"
              + request.getHeaders()
              + Content.Source.asString(request, UTF_8));
      return answer.handle(request, response, callback);
    }
  }
}
