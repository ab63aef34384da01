package dev.tokenward.testkit.http;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts every request and remembers the latest. Thread-safe. */
final class RequestLog extends Handler.Wrapper {

  /** Old requests are forgotten beyond this number; the counts are not. */
  private static final int REMEMBERED = 1000;

  private record Route(String method, String path) {}

  private final InstantSource clock;
  private final Map<Route, Integer> counts = new HashMap<>();
  private final Deque<RecordedRequest> recent = new ArrayDeque<>();

  RequestLog(InstantSource clock, Handler next) {
    super(next);
    this.clock = clock;
  }

  static RecordedRequest recorded(Request request) {
    return (RecordedRequest) request.getAttribute(RecordedRequest.class.getName());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RecordedRequest seen = RecordedRequest.of(request, clock.instant());
    request.setAttribute(RecordedRequest.class.getName(), seen);
    response.getHeaders().put(HttpHeader.DATE, DateGenerator.formatDate(seen.at().toEpochMilli()));
    add(seen);
    return super.handle(request, response, callback);
  }

  private synchronized void add(RecordedRequest seen) {
    counts.merge(new Route(seen.method(), seen.path()), 1, Integer::sum);
    recent.addLast(seen);
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
    notifyAll();
  }

  synchronized int count(String method, String path) {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().method().equals(method) && e.getKey().path().contains(path))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  synchronized List<RecordedRequest> recent() {
    return List.copyOf(recent);
  }

  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      wait();
    }
  }

  synchronized void reset() {
    counts.clear();
    recent.clear();
  }
}
