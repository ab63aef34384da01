package dev.tokenward.testkit.http;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Where every request comes in: it is recorded, and meets its fault before the services. */
final class Entrance extends Handler.Wrapper {

  private final InstantSource clock;
  private final RequestLog log = new RequestLog();
  private final FaultScript script = new FaultScript();
  private volatile CompletableFuture<Void> nextReset = new CompletableFuture<>();

  Entrance(InstantSource clock, Handler services) {
    super(services);
    this.clock = clock;
  }

  RequestLog log() {
    return log;
  }

  FaultScript script() {
    return script;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RecordedRequest seen = RecordedRequest.of(request, clock.instant());
    response.getHeaders().put(HttpHeader.DATE, DateGenerator.formatDate(seen.at().toEpochMilli()));
    Turn turn = new Turn(seen, request, response, callback, super::handle, nextReset);
    Optional<Effect> effect = script.next(seen);
    // Recorded last: whoever waits for the request and then resets must not undo its fault.
    log.add(seen);
    effect.orElse(Turn::serve).apply(turn);
    return true;
  }

  void reset() {
    script.reset();
    log.reset();
    CompletableFuture<Void> reset = nextReset;
    nextReset = new CompletableFuture<>();
    reset.complete(null);
  }
}
