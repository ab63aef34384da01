package dev.tokenward.vault.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Makes the HTTP clients through which everything leaves the vault: each dials only addresses that
 * {@link Destinations} let pass, follows no redirect, keeps no cookie, decodes no body, and proves
 * the server's name. Thread-safe.
 */
public final class GuardedClients {

  /**
   * How long to wait for a peer.
   *
   * @param connect until a connection stands
   * @param idle between two bytes in either direction
   */
  public record Timeouts(Duration connect, Duration idle) {

    /** Ten seconds, and two minutes: Azure DevOps delays who asks too much by half a minute. */
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  private static final int CONNECTIONS_PER_ORIGIN = 128;
  private static final int HEADER_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int POOLED_BYTES = 4 << 20;
  private static final int THREADS = 64;

  private final Destinations destinations;
  private final KeyStore roots;
  private final NameLookup lookup;
  private final Timeouts timeouts;

  /**
   * Makes clients that trust the platform's roots and those in {@code trustStore}.
   *
   * @param trustStore a PEM file
   * @throws IllegalArgumentException naming the file when it cannot be used
   */
  public GuardedClients(
      Destinations destinations, Optional<Path> trustStore, NameLookup lookup, Timeouts timeouts) {
    this.destinations = destinations;
    this.roots = TrustedRoots.with(trustStore);
    this.lookup = lookup;
    this.timeouts = timeouts;
  }

  /** Refuses a URI to which nothing may be sent; see {@link Destinations#require(URI)}. */
  public void require(URI uri) {
    destinations.require(uri);
  }

  /**
   * A client with threads and connections of its own. Whoever asks for it starts and stops it, and
   * clears the protocol handlers that Jetty adds at the start.
   *
   * @param name of its threads
   */
  public HttpClient newClient(String name) {
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(tls());
    connector.setByteBufferPool(buffers());
    connector.setConnectTimeout(timeouts.connect());
    connector.setIdleTimeout(timeouts.idle());
    HttpClient client = new HttpClient(new HttpClientTransportDynamic(connector));
    QueuedThreadPool threads = threads(name);
    client.setExecutor(threads);
    client.setSocketAddressResolver(new GuardedResolver(destinations, lookup, threads));
    neutral(client);
    limit(client);
    return client;
  }

  // What a browser-like client would add or remember of its own accord.
  private static void neutral(HttpClient client) {
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
  }

  private static void limit(HttpClient client) {
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_ORIGIN);
    client.setDestinationIdleTimeout(Duration.ofMinutes(5).toMillis());
    client.setMaxRequestHeadersSize(HEADER_BYTES);
    client.setMaxResponseHeadersSize(HEADER_BYTES);
    client.setRequestBufferSize(BUFFER_BYTES);
    client.setResponseBufferSize(BUFFER_BYTES);
  }

  private SslContextFactory.Client tls() {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setTrustStore(roots);
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    return tls;
  }

  // Jetty's own limits are a share of the heap, which says nothing about direct memory.
  private static ByteBufferPool buffers() {
    return new ArrayByteBufferPool(
        0, 4096, HEADER_BYTES, CONNECTIONS_PER_ORIGIN, POOLED_BYTES, POOLED_BYTES);
  }

  private static QueuedThreadPool threads(String name) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName(name);
    threads.setDaemon(true);
    return threads;
  }
}
