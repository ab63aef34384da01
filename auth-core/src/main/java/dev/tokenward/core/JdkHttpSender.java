package dev.tokenward.core;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Sends through the JDK's client, blocking: its asynchronous form completes on the common pool. The
 * client's own timeout ends with the headers, so the body has its deadline here.
 */
final class JdkHttpSender implements HttpSender {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;

  JdkHttpSender(HttpClient client) {
    this.client = followingNothing(client);
  }

  /** The client itself, once it was seen to follow no redirect. */
  static HttpClient followingNothing(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, and a secret would follow with them;"
              + " build it with followRedirects(Redirect.NEVER)");
    }
    return client;
  }

  /** Through a client of its own, which is made, with its thread, when something is first sent. */
  static HttpSender ofDefaults() {
    return request -> Default.SENDER.send(request);
  }

  private static final class Default {
    static final HttpSender SENDER =
        new JdkHttpSender(
            HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build());
  }

  @Override
  public Response send(Request request) throws IOException {
    LimitedBody body = new LimitedBody();
    Runnable inTime = SystemRuntime.TIMER.after(request.timeout(), body::expire);
    try {
      HttpResponse<String> response = client.send(translate(request), info -> body);
      return new Response(response.statusCode(), response.headers().map(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(request + " was interrupted");
    } catch (IOException e) {
      throw body.tooLong() ? tooLong(request) : describe(request, e);
    } finally {
      inTime.run();
    }
  }

  private static HttpRequest translate(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(request.timeout())
            .method(
                request.method(),
                request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    return builder.build();
  }

  private static IOException tooLong(Request request) {
    return new IOException(request + " was answered with more than " + LONGEST_BODY + " bytes");
  }

  // The client's own messages may quote what the server sent: only their kind is kept.
  private static IOException describe(Request request, IOException e) {
    if (e instanceof HttpTimeoutException) {
      return new HttpTimeoutException(request + " had no answer within " + request.timeout());
    }
    if (e instanceof ConnectException) {
      return new ConnectException(request + " found no connection");
    }
    if (e instanceof SSLException) {
      return new SSLException(request + " failed at TLS; is the server's certificate trusted?");
    }
    return new IOException(request + " broke off");
  }
}
