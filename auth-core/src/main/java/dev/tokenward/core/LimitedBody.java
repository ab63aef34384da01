package dev.tokenward.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as UTF-8 up to {@link HttpSender#LONGEST_BODY}, and only until {@link #expire} is
 * called.
 */
final class LimitedBody implements BodySubscriber<String> {

  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<String> body = new CompletableFuture<>();
  private volatile boolean tooLong;
  private volatile Flow.@Nullable Subscription subscription;

  /** Gives up what has not arrived. */
  void expire() {
    fail(new HttpTimeoutException("The body did not end in time"));
  }

  boolean tooLong() {
    return tooLong;
  }

  private void fail(Throwable cause) {
    body.completeExceptionally(cause);
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription = started;
    if (body.isDone()) {
      started.cancel();
    } else {
      started.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (read.size() + buffer.remaining() > HttpSender.LONGEST_BODY) {
        tooLong = true;
        fail(new IOException("The body is too long"));
        return;
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      read.writeBytes(bytes);
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(read.toString(StandardCharsets.UTF_8));
  }
}
