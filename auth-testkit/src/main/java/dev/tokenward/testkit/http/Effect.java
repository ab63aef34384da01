package dev.tokenward.testkit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a {@link Fault} does to a request it hits. */
sealed interface Effect {

  /** Deals with the request; {@code gate} serves it as if there were no fault. */
  void apply(Request request, Response response, Callback callback, FaultGate gate)
      throws Exception;

  /** Returns this effect with another answer. */
  default Effect changed(UnaryOperator<Reply> change) {
    throw new IllegalStateException("only a fault that answers has a header or a body to set");
  }

  /** Answers something else. */
  record Answer(Function<Instant, Reply> reply) implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate) {
      reply.apply(gate.now()).send(response, callback);
    }

    @Override
    public Effect changed(UnaryOperator<Reply> change) {
      return new Answer(reply.andThen(change));
    }
  }

  /** Closes the connection. */
  record Drop() implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate) {
      disconnect(request, callback);
    }
  }

  /** Never answers. */
  record Hang() implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate) {
      request.addIdleTimeoutListener(timeout -> false);
      gate.park(() -> disconnect(request, callback));
    }
  }

  /** Waits first. */
  record Delay(CountDownLatch release) implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate)
        throws Exception {
      release.await();
      gate.serve(request, response, callback);
    }
  }

  /** Breaks off in the middle of the first part of the body. */
  record Truncate() implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate)
        throws Exception {
      gate.serve(request, new Halved(request, response), callback);
    }
  }

  /** Sends more than anyone wants to read. */
  record Flood(long bytes) implements Effect {
    @Override
    public void apply(Request request, Response response, Callback callback, FaultGate gate)
        throws IOException {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      byte[] block = new byte[8192];
      Arrays.fill(block, (byte) ' ');
      OutputStream out = Content.Sink.asOutputStream(response);
      for (long left = bytes; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
      out.close();
      callback.succeeded();
    }
  }

  /** A response that sends half of what it is given and then hangs up. */
  final class Halved extends Response.Wrapper {

    Halved(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (content == null || content.remaining() < 2) {
        super.write(last, content, callback);
        return;
      }
      ByteBuffer half = content.slice(content.position(), content.remaining() / 2);
      super.write(
          false, half, Callback.from(() -> disconnect(getRequest(), callback), callback::failed));
    }
  }

  private static void disconnect(Request request, Callback callback) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new IOException("connection closed by a scripted fault"));
  }
}
