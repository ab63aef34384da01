package dev.tokenward.vault.console;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.ConsentRefusedException;
import dev.tokenward.vault.broker.ConsentVisits;
import dev.tokenward.vault.broker.ConsoleUrl;
import dev.tokenward.vault.proxy.TraceIds;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/**
 * The server of the console: an address of its own, so that nothing that the proxy brings to a
 * browser shares an origin with it (S18). It has no route of the API and none of the proxy.
 */
public final class ConsoleServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ConsoleServer.class.getName());

  private static final byte[] STYLE = resource("console.css");

  private final InetSocketAddress listen;
  private final TraceIds traceIds;
  private final Javalin javalin;

  /**
   * A server that does not listen yet.
   *
   * @param url how browsers reach it
   * @param gate what every request passes before anything else
   */
  public ConsoleServer(
      InetSocketAddress listen,
      ConsoleUrl url,
      ConsentVisits visits,
      Clock clock,
      TraceIds traceIds,
      Handler.Wrapper gate) {
    this.listen = listen;
    this.traceIds = traceIds;
    boolean encrypted = "https".equals(url.origin().getScheme());
    ConsentRoutes routes = new ConsentRoutes(visits, clock, encrypted, this::trace);
    this.javalin = Javalin.create(config -> configure(config, routes, gate));
  }

  /** Starts to listen. */
  public void start() {
    javalin.start(listen.getHostString(), listen.getPort());
  }

  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Requests that had not ended were cut off at the stop ({0})",
          String.valueOf(e.getCause()));
    }
  }

  private void configure(JavalinConfig config, ConsentRoutes routes, Handler.Wrapper gate) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = 10_000;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(server -> prepare(server, gate));
    config.routes.before(ConsoleServer::harden);
    config.routes.get("/", ctx -> ctx.html(ConsentPages.home()));
    config.routes.get("/favicon.ico", ctx -> ctx.status(204));
    config.routes.get("/console.css", ConsoleServer::style);
    routes.register(config);
    config.routes.exception(
        ConsentRefusedException.class, (e, ctx) -> show(ctx, Explained.of(e.why())));
    config.routes.exception(RefusedException.class, (e, ctx) -> show(ctx, Explained.of(e)));
    config.routes.exception(HttpResponseException.class, ConsoleServer::noPage);
    config.routes.exception(RuntimeException.class, this::failed);
  }

  private static void prepare(Server server, Handler.Wrapper gate) {
    server.setHandler(gate);
    server.setStopTimeout(5_000);
  }

  private static void harden(Context ctx) {
    ctx.header("Content-Security-Policy", policy("'none'"))
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }

  /** Nothing but its own style sheet; {@code forms} says where forms may lead. */
  static String policy(String forms) {
    return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
        + " form-action "
        + forms;
  }

  private static void style(Context ctx) {
    ctx.header("Cache-Control", "max-age=3600").contentType("text/css").result(STYLE);
  }

  static void show(Context ctx, Explained why) {
    ctx.status(why.status()).html(ConsentPages.explained(why));
  }

  static void showNoPage(Context ctx) {
    ctx.status(404).html(ConsentPages.noPage());
  }

  private static void noPage(HttpResponseException e, Context ctx) {
    ctx.status(e.getStatus()).html(ConsentPages.noPage());
  }

  private void failed(RuntimeException e, Context ctx) {
    LOG.log(System.Logger.Level.ERROR, "Request " + trace(ctx) + " failed", e);
    if (ctx.path().equals(ConsoleUrl.CALLBACK)) {
      ConsentRoutes.seeResult(ctx, Explained.BROKEN);
    } else {
      show(ctx, Explained.BROKEN);
    }
  }

  private String trace(Context ctx) {
    String known = ctx.attribute("trace");
    if (known != null) {
      return known;
    }
    String trace = traceIds.of(ctx.header("traceparent"));
    ctx.attribute("trace", trace);
    return trace;
  }

  private static byte[] resource(String name) {
    try (InputStream in = ConsoleServer.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of the program", e);
    }
  }
}
