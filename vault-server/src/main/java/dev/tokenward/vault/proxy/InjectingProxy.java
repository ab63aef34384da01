package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.upstream.GuardedClients;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends an admitted request upstream with the credential's token, and streams both ways by Jetty's
 * machinery: a chunk is read when the other side has taken the last one.
 */
final class InjectingProxy extends ProxyHandler {

  private final Broker broker;
  private final GuardedClients clients;
  private final Admission admission;
  private final UpstreamAnswers answers;
  private final ProxyAnswer answer;

  InjectingProxy(
      Broker broker,
      GuardedClients clients,
      Admission admission,
      UpstreamAnswers answers,
      ProxyAnswer answer) {
    this.broker = broker;
    this.clients = clients;
    this.admission = admission;
    this.answers = answers;
    this.answer = answer;
  }

  @Override
  protected HttpClient newHttpClient() {
    return clients.newClient("proxy");
  }

  @Override
  protected HttpURI rewriteHttpURI(Request request) {
    return HttpURI.from(ProxyExchange.of(request).upstream());
  }

  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(
      Request request, HttpURI upstream) {
    // Connections carry state of who used them, so credentials share none.
    return super.newProxyToServerRequest(request, upstream)
        .tag(ProxyExchange.of(request).use().credential().id());
  }

  @Override
  protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request upstream) {
    super.copyRequestHeaders(request, upstream);
    upstream.headers(HeaderRules::cleanRequest);
  }

  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request upstream) {
    String authorization = ProxyExchange.of(request).use().token().authorization();
    upstream.headers(
        headers ->
            headers
                .put(HttpHeader.AUTHORIZATION, authorization)
                // Without it Azure DevOps answers a refusal with a page to sign in.
                .put("X-TFS-FedAuthRedirect", "Suppress"));
  }

  @Override
  protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
      Request request, Response response, org.eclipse.jetty.client.Request upstream) {
    return new WatchedUpload(request, () -> stillGood(request));
  }

  @Override
  protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      Response response,
      Callback callback) {
    return new WatchedAnswer(request, upstream, response, callback);
  }

  private static void abort(org.eclipse.jetty.client.Response upstream, Throwable why) {
    CompletableFuture<Boolean> unused = upstream.abort(why);
  }

  private boolean stillGood(Request request) {
    return broker.stillGood(ProxyExchange.of(request).use());
  }

  /** The upstream's answer: judged by its head, then passed on as long as the token is good. */
  private final class WatchedAnswer extends ProxyResponseListener {

    private final Request request;
    private final Response response;

    WatchedAnswer(
        Request request,
        org.eclipse.jetty.client.Request upstream,
        Response response,
        Callback callback) {
      super(request, upstream, response, callback);
      this.request = request;
      this.response = response;
    }

    @Override
    public void onHeaders(org.eclipse.jetty.client.Response upstream) {
      UpstreamAnswers.refusal(upstream)
          .ifPresentOrElse(
              refusal -> abort(upstream, new UpstreamRefusedException(refusal, upstream)),
              () -> passOn(upstream));
    }

    private void passOn(org.eclipse.jetty.client.Response upstream) {
      if (!stillGood(request)) {
        abort(upstream, UpstreamFailures.revoked());
        return;
      }
      try {
        UpstreamAnswers.requireFinal(upstream);
        if (!HttpStatus.isServerError(upstream.getStatus())) {
          broker.takenUpstream(ProxyExchange.of(request).use());
        }
        Optional<String> location = answers.location(upstream, ProxyExchange.of(request));
        super.onHeaders(upstream);
        HeaderRules.cleanResponse(response.getHeaders());
        location.ifPresent(link -> response.getHeaders().put(HttpHeader.LOCATION, link));
      } catch (RefusedException e) {
        abort(upstream, e);
      }
    }

    @Override
    public void onContent(
        org.eclipse.jetty.client.Response upstream, Content.Chunk chunk, Runnable demand) {
      if (stillGood(request)) {
        super.onContent(upstream, chunk, demand);
      } else {
        abort(upstream, UpstreamFailures.revoked());
      }
    }
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      org.eclipse.jetty.client.Response upstreamResponse,
      Response response,
      Callback callback,
      Throwable failure) {
    if (response.isCommitted()) {
      close(request, "cut off");
      callback.failed(failure);
    } else {
      // What follows may wait for a token or the audit, and this thread serves other streams.
      getServer().getThreadPool().execute(() -> answer(request, response, callback, failure));
    }
  }

  private void answer(Request request, Response response, Callback callback, Throwable failure) {
    try {
      fail(request, response, callback, failure);
    } catch (RuntimeException e) {
      answer.send(request, response, callback, e, ProxyExchange.of(request).call().traceId());
    }
  }

  private void fail(Request request, Response response, Callback callback, Throwable failure) {
    ProxyExchange exchange = ProxyExchange.of(request);
    if (failure instanceof UpstreamRefusedException refused) {
      broker.refusedUpstream(exchange.use(), refused.challenge());
      close(request, String.valueOf(refused.status()));
      if (exchange.worthRetrying(request)) {
        retry(request, response, callback, exchange);
        return;
      }
    } else {
      close(request, "failed");
    }
    answer.send(
        request,
        response,
        callback,
        UpstreamFailures.told(failure, exchange),
        exchange.call().traceId());
  }

  private void retry(Request request, Response response, Callback callback, ProxyExchange refused) {
    admission.again(request, refused).keepWith(request);
    response.reset();
    handle(request, response, callback);
  }

  @Override
  protected void onProxyToClientResponseComplete(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      org.eclipse.jetty.client.Response upstreamResponse,
      Response response,
      Callback callback) {
    close(request, String.valueOf(upstreamResponse.getStatus()));
    super.onProxyToClientResponseComplete(request, upstream, upstreamResponse, response, callback);
  }

  @Override
  protected void onProxyToClientResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      org.eclipse.jetty.client.Response upstreamResponse,
      Response response,
      Callback callback,
      Throwable failure) {
    close(request, "client gone");
    super.onProxyToClientResponseFailure(
        request, upstream, upstreamResponse, response, callback, failure);
  }

  private void close(Request request, String detail) {
    ProxyExchange exchange = ProxyExchange.of(request);
    broker.closed(exchange.call(), exchange.use(), detail);
  }
}
