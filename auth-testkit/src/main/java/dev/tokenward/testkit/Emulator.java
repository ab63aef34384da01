package dev.tokenward.testkit;

import dev.tokenward.testkit.devops.DevOps;
import dev.tokenward.testkit.devops.GitServer;
import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.entra.ManagedIdentities;
import dev.tokenward.testkit.http.EmulatorClock;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.testkit.http.HttpsListener;
import dev.tokenward.testkit.http.RecordedRequest;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.ServiceHandler;
import dev.tokenward.testkit.http.TrustAnchor;
import dev.tokenward.testkit.http.WebRequest;
import dev.tokenward.testkit.legacy.LegacyOAuth;
import dev.tokenward.testkit.pipelines.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jgit.util.FileUtils;

/**
 * Entra ID and Azure DevOps on one TLS port of 127.0.0.1, with state that tests can set, read and
 * reset. Nothing it issues is valid anywhere else. Thread-safe.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.start()) {
 *   emulator.devOps().organization("acme", "contoso").project("web").repository("site");
 *   String pat = emulator.devOps().issuePat("acme", "vso.code");
 * }
 * }</pre>
 */
public final class Emulator implements AutoCloseable {

  private final Path folder;
  private final EmulatorClock clock;
  private final TrustAnchor trust;
  private final Entra entra;
  private final LegacyOAuth legacyOAuth;
  private final DevOps devOps;
  private final Pipelines pipelines;
  private final ManagedIdentities identities;
  private final HttpsListener listener;

  private Emulator(int port, Clock clock, SecureRandom random) throws IOException {
    this.folder = Files.createTempDirectory("tokenward-emulator");
    this.clock = new EmulatorClock(clock);
    this.trust = TrustAnchor.create(clock.instant(), random);
    trust.writeTo(trustAnchor());
    this.entra = new Entra(this.clock, random);
    this.legacyOAuth = new LegacyOAuth(entra, this.clock, random);
    this.devOps = new DevOps(entra, folder.resolve("git"), this.clock, random);
    this.pipelines = new Pipelines(entra, this::url, this.clock, random);
    this.identities = new ManagedIdentities(entra, this.clock, random);
    this.listener =
        new HttpsListener(
            port,
            trust,
            this.clock,
            new Handler.Sequence(new GitServer(devOps), new ServiceHandler(this::answer)));
  }

  private Reply answer(WebRequest request) {
    if (!request.secure() || ManagedIdentities.owns(request)) {
      return identities.answer(request);
    }
    if (Pipelines.owns(request)) {
      return pipelines.answer(request);
    }
    if (LegacyOAuth.owns(request)) {
      return legacyOAuth.answer(request);
    }
    return Entra.owns(request) ? entra.answer(request) : devOps.answer(request);
  }

  /** Starts an emulator on a free port. */
  public static Emulator start() {
    return start(0);
  }

  /** Starts an emulator on {@code port} of 127.0.0.1. */
  public static Emulator start(int port) {
    try {
      return new Emulator(port, Clock.systemUTC(), new SecureRandom());
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator needs a temporary directory", e);
    }
  }

  /** Tenants, apps and how tokens are issued. */
  public Entra entra() {
    return entra;
  }

  /** The older OAuth of Azure DevOps. */
  public LegacyOAuth legacyOAuth() {
    return legacyOAuth;
  }

  /** Someone who answers the consent pages, where no real browser does. */
  public Browser browser() {
    return new Browser(sslContext());
  }

  /** Organizations, repositories and PATs. */
  public DevOps devOps() {
    return devOps;
  }

  /** Jobs that may ask for an assertion of who they are. */
  public Pipelines pipelines() {
    return pipelines;
  }

  /** What a host of Azure offers to what runs on it, at {@link #hostUrl()}. */
  public ManagedIdentities identities() {
    return identities;
  }

  /** Where a host offers its identity, by http as there; nothing else is served here. */
  public String hostUrl() {
    return "http://127.0.0.1:" + listener.plainPort();
  }

  /** Scheme, host and port, without a slash at the end. */
  public String url() {
    return "https://127.0.0.1:" + listener.port();
  }

  /** The URL of an organization; an on-premises collection has the same form. */
  public String organizationUrl(String organization) {
    return url() + "/" + organization;
  }

  /** The authority URL of a tenant, by id or domain. */
  public String authority(String tenant) {
    return url() + "/" + tenant;
  }

  /** A PEM file with the certificate that a client has to trust. */
  public Path trustAnchor() {
    return folder.resolve("trust-anchor.pem");
  }

  /** A context for Java clients that trusts this emulator and nothing else. */
  public SSLContext sslContext() {
    return trust.sslContext();
  }

  /** Scripts a fault; of several that hit a request, the one scripted first wins. */
  public void fail(Fault fault) {
    listener.fail(fault);
  }

  /** How many requests of {@code method} have come whose raw path contains {@code path}. */
  public int requests(String method, String path) {
    return listener.requests(method, path);
  }

  /** The latest thousand requests with their headers, oldest first. */
  public List<RecordedRequest> requests() {
    return listener.requests();
  }

  /** Waits until {@code count} requests of {@code method} to {@code path} have arrived. */
  public void awaitRequests(String method, String path, int count) throws InterruptedException {
    listener.awaitRequests(method, path, count);
  }

  /** Takes the time from {@code source} from now on: tokens, PATs and Date headers follow it. */
  public void clock(InstantSource source) {
    clock.follow(source);
  }

  /** The emulator's time. */
  public Instant now() {
    return clock.instant();
  }

  /** Returns to the state after start; port, certificate and signing key stay. */
  public void reset() {
    listener.reset();
    clock.reset();
    entra.reset();
    legacyOAuth.reset();
    devOps.reset();
    pipelines.reset();
    identities.reset();
  }

  /** Stops listening and removes every file. */
  @Override
  public void close() {
    listener.close();
    devOps.reset();
    try {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
