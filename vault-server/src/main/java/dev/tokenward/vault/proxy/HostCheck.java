package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers 421 to every request that was meant for another server, on every route: a page of an
 * attacker whose name was turned to this address carries that name in its Host header.
 *
 * <p>Right are the host of the public URL, and the loopback names with the port that listens; over
 * a Unix socket, localhost.
 */
public final class HostCheck extends Handler.Wrapper {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final List<String> publicHosts;
  private final ProxyAnswer answer;
  private final Refusals refusals;
  private final TraceIds traceIds;

  /**
   * A check.
   *
   * @param publicUrl how clients reach the vault
   */
  public HostCheck(URI publicUrl, ProblemWriter problems, Refusals refusals, TraceIds traceIds) {
    String authority = publicUrl.getRawAuthority().toLowerCase(Locale.ROOT);
    int port = "https".equalsIgnoreCase(publicUrl.getScheme()) ? 443 : 80;
    this.publicHosts =
        publicUrl.getPort() < 0 ? List.of(authority, authority + ":" + port) : List.of(authority);
    this.answer = new ProxyAnswer(problems);
    this.refusals = refusals;
    this.traceIds = traceIds;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (meantForUs(request)) {
      return super.handle(request, response, callback);
    }
    refusals.note(Refusals.Reason.MISDIRECTED, Request.getRemoteAddr(request), null);
    RefusedException refusal =
        new RefusedException(
            RefusedException.Reason.MISDIRECTED,
            "The Host header names another server",
            null,
            "Use the vault's publicUrl.");
    answer.send(
        request, response, callback, refusal, traceIds.of(request.getHeaders().get("traceparent")));
    return true;
  }

  private boolean meantForUs(Request request) {
    List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
    // The authority is that of the request target where it has one, else again the Host header.
    return hosts.size() == 1
        && ours(hosts.get(0), request)
        && ours(request.getHttpURI().getAuthority(), request);
  }

  private boolean ours(@Nullable String host, Request request) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    int port = Request.getLocalPort(request);
    return publicHosts.contains(name)
        || LOOPBACK.stream().anyMatch(each -> name.equals(each + ":" + port))
        || (name.equals("localhost") && overUnixSocket(request));
  }

  /** No name leads to one, so none can be turned. */
  private static boolean overUnixSocket(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress()
        instanceof UnixDomainSocketAddress;
  }
}
