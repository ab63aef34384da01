package dev.tokenward.vault.proxy;

import dev.tokenward.core.MintedToken;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.broker.ProxyUse;
import java.net.URI;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * One request that may go upstream. It stays with the request, so that every hook of Jetty's proxy
 * finds it.
 *
 * @param retried whether this is the second attempt
 */
record ProxyExchange(Call call, ProxyTarget target, ProxyUse use, boolean retried) {

  private static final String ATTRIBUTE = ProxyExchange.class.getName();

  static ProxyExchange of(Request request) {
    return (ProxyExchange) request.getAttribute(ATTRIBUTE);
  }

  void keepWith(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Where it goes: the organization's own origin, and the bytes that were decided on. */
  URI upstream() {
    return URI.create(origin() + target.pathAndQuery());
  }

  private String origin() {
    URI base = use.organization().baseUrl();
    return base.getScheme() + "://" + base.getRawAuthority();
  }

  /** Whether a new token may help: only one that was minted can be had anew. */
  boolean worthRetrying(Request request) {
    boolean reads =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    boolean empty =
        request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    return !retried && reads && empty && use.token() instanceof MintedToken;
  }
}
