package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.upstream.GuardedClients;
import java.net.URI;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * Serves {@code /proxy/{name}/…} and passes everything else on. It stands before the API in the
 * same server, because a request that streams must be decided and sent by its raw bytes. Links in
 * bodies are not rewritten: they name the upstream.
 */
public final class ProxyGate extends Handler.Wrapper {

  private final Admission admission;
  private final ProxyAnswer answer;
  private final InjectingProxy proxy;
  private final Refusals refusals;
  private final TraceIds traceIds;

  /**
   * A gate.
   *
   * @param publicUrl how clients reach the vault; links that lead through the proxy begin with it
   */
  public ProxyGate(
      Authentication authentication,
      Broker broker,
      GuardedClients clients,
      ProblemWriter problems,
      URI publicUrl,
      Refusals refusals,
      TraceIds traceIds) {
    this.admission = new Admission(authentication, broker, clients, publicUrl);
    this.answer = new ProxyAnswer(problems);
    this.proxy =
        new InjectingProxy(broker, clients, admission, new UpstreamAnswers(publicUrl), answer);
    this.refusals = refusals;
    this.traceIds = traceIds;
    installBean(proxy);
  }

  @Override
  public void setServer(Server server) {
    super.setServer(server);
    proxy.setServer(server);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!ProxyTarget.owns(request.getHttpURI().getPath())) {
      return super.handle(request, response, callback);
    }
    String traceId = traceIds.of(request.getHeaders().get("traceparent"));
    try {
      admission.admit(request, traceId).keepWith(request);
      // The upstream may take longer than a client may be silent; its own limit ends the wait.
      request.addIdleTimeoutListener(timeout -> false);
      return proxy.handle(request, response, callback);
    } catch (RuntimeException e) {
      note(request, e);
      answer.send(request, response, callback, e, traceId);
      return true;
    }
  }

  private void note(Request request, RuntimeException failure) {
    if (failure instanceof RefusedException refused
        && refused.reason() == RefusedException.Reason.UNAUTHENTICATED) {
      refusals.note(
          Refusals.Reason.PROXY_UNAUTHENTICATED,
          Request.getRemoteAddr(request),
          Refusals.nameIn(request.getHeaders().get(HttpHeader.AUTHORIZATION)));
    }
  }
}
