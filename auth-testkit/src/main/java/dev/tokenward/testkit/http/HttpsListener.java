package dev.tokenward.testkit.http;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The one TLS port on loopback, with its record of requests and its faults; beside it one without
 * TLS, as what a host offers to itself has none. Thread-safe.
 */
public final class HttpsListener implements AutoCloseable {

  /** Ambiguities that reach the services: they split a path before they decode it. */
  private static final Set<UriCompliance.Violation> READ_BY_SERVICES =
      EnumSet.of(
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER);

  private final Server server;
  private final ServerConnector connector;
  private final ServerConnector plain;
  private final Entrance entrance;

  /** Opens {@code port} on 127.0.0.1, any free one if it is 0, and serves with {@code services}. */
  public HttpsListener(int port, TrustAnchor trust, InstantSource clock, Handler services) {
    this.entrance = new Entrance(clock, services);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("emulator");
    threads.setDaemon(true);
    this.server = new Server(threads);
    this.connector = connector(server, trust);
    this.plain = new ServerConnector(server, new HttpConnectionFactory(configuration()));
    listen(connector, port);
    listen(plain, 0);
    server.setHandler(entrance);
    start();
  }

  private void listen(ServerConnector connector, int port) {
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setUriCompliance(UriCompliance.from(READ_BY_SERVICES));
    return http;
  }

  private static ServerConnector connector(Server server, TrustAnchor trust) {
    HttpConfiguration http = configuration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(trust.serverContext());
    return new ServerConnector(
        server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
  }

  private void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the emulator could not listen on loopback", e);
    }
  }

  /** The port that is open. */
  public int port() {
    return connector.getLocalPort();
  }

  /** The port that is open without TLS. */
  public int plainPort() {
    return plain.getLocalPort();
  }

  /** Scripts a fault. */
  public void fail(Fault fault) {
    entrance.script().add(fault);
  }

  /** How many requests of {@code method} came whose raw path contains {@code path}. */
  public int requests(String method, String path) {
    return entrance.log().count(method, path);
  }

  /** The latest requests, oldest first. */
  public List<RecordedRequest> requests() {
    return entrance.log().recent();
  }

  /** Waits until {@code count} requests of {@code method} to {@code path} have arrived. */
  public void awaitRequests(String method, String path, int count) throws InterruptedException {
    entrance.log().await(method, path, count);
  }

  /** Forgets requests and faults, and lets go of connections that hang. */
  public void reset() {
    entrance.reset();
  }

  @Override
  public void close() {
    entrance.reset();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the emulator did not stop", e);
    }
  }
}
