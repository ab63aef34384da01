package dev.tokenward.testkit.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands before the services and does to a request what the first fault that hits it says. */
final class FaultGate extends Handler.Wrapper {

  private record Scripted(Fault fault, AtomicInteger left) {

    boolean takes(RecordedRequest request) {
      return fault.hits(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  private final InstantSource clock;
  private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> parked = new ConcurrentLinkedQueue<>();

  FaultGate(InstantSource clock, Handler services) {
    super(services);
    this.clock = clock;
  }

  void add(Fault fault) {
    script.add(new Scripted(fault, new AtomicInteger(fault.times())));
  }

  void reset() {
    script.clear();
    for (Runnable release = parked.poll(); release != null; release = parked.poll()) {
      release.run();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RecordedRequest seen = RequestLog.recorded(request);
    for (Scripted scripted : script) {
      if (scripted.takes(seen)) {
        scripted.fault().effect().apply(request, response, callback, this);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }

  void serve(Request request, Response response, Callback callback) throws Exception {
    if (!super.handle(request, response, callback)) {
      Reply.empty(404).send(response, callback);
    }
  }

  void park(Runnable release) {
    parked.add(release);
  }

  Instant now() {
    return clock.instant();
  }
}
