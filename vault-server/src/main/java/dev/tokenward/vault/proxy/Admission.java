package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.ProxyIdentity;
import dev.tokenward.vault.upstream.GuardedClients;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may go upstream: who asks, how, and for what. In this order. */
final class Admission {

  private static final String ROUTE = "/proxy/{name}/{path}";

  private final Authentication authentication;
  private final Broker broker;
  private final GuardedClients clients;
  private final RequestChecks checks;

  Admission(Authentication authentication, Broker broker, GuardedClients clients, URI publicUrl) {
    this.authentication = authentication;
    this.broker = broker;
    this.clients = clients;
    this.checks = new RequestChecks(publicUrl);
  }

  /**
   * Admits a request; the grant is on record when this returns.
   *
   * @throws RefusedException when it may not pass
   * @throws dev.tokenward.core.TokenException when there is no token for it
   */
  ProxyExchange admit(Request request, String traceId) {
    ProxyIdentity identity = authentication.proxyCaller(authorization(request));
    ProxyTarget target =
        ProxyTarget.of(request.getHttpURI())
            .orElseThrow(
                () ->
                    new RefusedException(
                        RefusedException.Reason.NOT_FOUND, "Nothing is proxied under this path"));
    Call call = new Call(identity.caller(), ROUTE, traceId);
    return new ProxyExchange(
        call,
        target,
        broker.proxy(call, identity.lease(), target.credential(), classifier(request, target)),
        false);
  }

  /** Admits a request again, after the upstream refused the token it went with. */
  ProxyExchange again(Request request, ProxyExchange refused) {
    return new ProxyExchange(
        refused.call(),
        refused.target(),
        broker.proxy(
            refused.call(),
            refused.use().lease(),
            refused.target().credential(),
            classifier(request, refused.target())),
        true);
  }

  // Inside the broker's guard, so that a refusal of method or header is on record as well.
  private Broker.Classifier classifier(Request request, ProxyTarget target) {
    return organizations -> {
      checks.check(request);
      return new TargetClassifier(request.getMethod(), target, clients).classify(organizations);
    };
  }

  // Of two headers, the vault could read one and somebody in between the other.
  private static @Nullable String authorization(Request request) {
    List<String> values = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (values.size() > 1) {
      throw new RefusedException(
          RefusedException.Reason.UNAUTHENTICATED, "There is more than one Authorization header");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
