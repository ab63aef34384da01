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
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a {@link Fault} does to a request it hits. */
@FunctionalInterface
interface Effect {

  /** Deals with the request. */
  void apply(Turn turn) throws Exception;

  /** Returns this effect with another answer. */
  default Effect changed(UnaryOperator<Reply> change) {
    throw new IllegalStateException("only a fault that answers has a header or a body to set");
  }

  /** Answers something else. */
  record Answer(Function<Instant, Reply> reply) implements Effect {
    @Override
    public void apply(Turn turn) throws IOException {
      // A body that is left unread closes the connection, in a race with the next request on it.
      Content.Source.consumeAll(turn.request());
      reply.apply(turn.seen().at()).send(turn.response(), turn.callback());
    }

    @Override
    public Effect changed(UnaryOperator<Reply> change) {
      return new Answer(reply.andThen(change));
    }
  }

  /** Does not answer until the emulator is reset, and then closes the connection. */
  static void hang(Turn turn) {
    turn.request().addIdleTimeoutListener(timeout -> false);
    turn.reset().thenRun(turn::disconnect);
  }

  /** Serves once {@code release} is counted down. */
  static Effect delay(CountDownLatch release) {
    return turn -> {
      release.await();
      turn.serve();
    };
  }

  /** Breaks off in the middle of the first part of the body. */
  static void truncate(Turn turn) throws Exception {
    turn.with(new Halved(turn)).serve();
  }

  /** Sends {@code bytes} blanks. */
  static Effect flood(long bytes) {
    return turn -> {
      turn.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      try (OutputStream out = Content.Sink.asOutputStream(turn.response())) {
        write(bytes, out);
      }
      turn.callback().succeeded();
    };
  }

  private static void write(long bytes, OutputStream out) throws IOException {
    byte[] block = new byte[8192];
    Arrays.fill(block, (byte) ' ');
    for (long left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(left, block.length));
    }
  }

  /** A response that sends half of what it is given and then hangs up. */
  final class Halved extends Response.Wrapper {

    private final Turn turn;

    Halved(Turn turn) {
      super(turn.request(), turn.response());
      this.turn = turn;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (content == null || content.remaining() < 2) {
        super.write(last, content, callback);
        return;
      }
      ByteBuffer half = content.slice(content.position(), content.remaining() / 2);
      super.write(false, half, Callback.from(turn::disconnect, callback::failed));
    }
  }
}
