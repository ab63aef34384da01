package dev.tokenward.vault.upstream;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.RefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * The sender that the vault gives to kinds: the same contract as the libraries' own, through the
 * guarded client. A destination that the operator does not allow is a {@link TokenException} for
 * {@code CONFIGURATION}, which nobody retries.
 */
public final class GuardedHttpSender implements HttpSender, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(GuardedHttpSender.class.getName());

  private final GuardedClients clients;
  private final HttpClient client;

  /** Starts a client of its own. */
  public GuardedHttpSender(GuardedClients clients) {
    this.clients = clients;
    this.client = clients.newClient("upstream");
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP client does not start", e);
    }
    // Jetty adds at the start what follows redirects, and what asks its own store for credentials.
    List.of(
            RedirectProtocolHandler.NAME,
            WWWAuthenticationProtocolHandler.NAME,
            ProxyAuthenticationProtocolHandler.NAME)
        .forEach(client.getProtocolHandlers()::remove);
    client.getContentDecoderFactories().clear();
  }

  @Override
  public Response send(Request request) throws IOException {
    String host = String.valueOf(request.uri().getHost());
    try {
      clients.require(request.uri());
      return told(request, answer(exchange(request), host));
    } catch (RefusedException e) {
      throw notAllowed(e);
    }
  }

  private static Response told(Request request, Response response) {
    UpstreamWords.line(request, response)
        .ifPresent(
            line ->
                LOG.log(
                    System.Logger.Level.INFO,
                    "{0} answered {1}: {2}",
                    request.uri().getHost(),
                    response.status(),
                    line));
    return response;
  }

  private static Response answer(CompletableFuture<ContentResponse> exchange, String host)
      throws IOException {
    try {
      return response(exchange.get());
    } catch (ExecutionException e) {
      throw failure(host, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for " + host);
    }
  }

  private CompletableFuture<ContentResponse> exchange(Request request) {
    org.eclipse.jetty.client.Request sent =
        client
            .newRequest(request.uri())
            .method(request.method())
            .timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .headers(headers -> request.headers().forEach(headers::put));
    if (!request.body().isEmpty()) {
      byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
      String type = sent.getHeaders().get("Content-Type");
      sent.body(new BytesRequestContent(type == null ? "text/plain;charset=utf-8" : type, body));
    }
    return new CompletableResponseListener(sent, LONGEST_BODY).send();
  }

  private static Response response(ContentResponse answer) {
    return new Response(
        answer.getStatus(),
        headers(answer.getHeaders()),
        new String(answer.getContent(), StandardCharsets.UTF_8));
  }

  private static Map<String, List<String>> headers(HttpFields fields) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField each : fields) {
      headers.putIfAbsent(each.getName(), fields.getValuesList(each.getName()));
    }
    return headers;
  }

  // The client's own messages quote the request, so none of them goes on.
  private static IOException failure(String host, Throwable cause) {
    if (cause instanceof RefusedException refusal) {
      throw notAllowed(refusal);
    }
    if (cause instanceof TimeoutException) {
      return new IOException(host + " did not answer in time");
    }
    if (cause instanceof IllegalArgumentException) {
      return new IOException(host + " answered more than " + LONGEST_BODY + " bytes");
    }
    String message = host + " could not be reached: " + cause.getClass().getSimpleName();
    // Nothing was sent: whoever may send a thing only once has to know.
    return cause instanceof ConnectException
        ? new ConnectException(message)
        : new IOException(message);
  }

  private static TokenException notAllowed(RefusedException refusal) {
    return new TokenException(
            TokenException.Reason.CONFIGURATION,
            String.valueOf(refusal.getMessage()),
            String.valueOf(refusal.nextStep()))
        .withCode("destination-refused");
  }

  /** Ends all exchanges. */
  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP client does not stop", e);
    }
  }
}
