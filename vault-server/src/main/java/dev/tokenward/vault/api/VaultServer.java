package dev.tokenward.vault.api;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.api.Operation.Created;
import dev.tokenward.vault.api.Operation.Tagged;
import dev.tokenward.vault.api.Problem.Answer;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.VaultTokens;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** The HTTP server: registers every operation, and stands behind the gates. */
public final class VaultServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(VaultServer.class.getName());

  private final InetSocketAddress listen;
  private final Optional<LocalSocket> socket;
  private final List<Operation> operations;
  private final OAuth oauth;
  private final VaultTokens tokens;
  private final Authentication authentication;
  private final AuditLog audit;
  private final Refusals refusals;
  private final Traces traces;
  private final Javalin javalin;

  VaultServer(
      InetSocketAddress listen,
      Optional<LocalSocket> socket,
      List<Routes> routes,
      OAuth oauth,
      VaultTokens tokens,
      Authentication authentication,
      AuditLog audit,
      Refusals refusals,
      Traces traces,
      org.eclipse.jetty.server.Handler.Wrapper gates) {
    this.listen = listen;
    this.socket = socket;
    this.operations = routes.stream().flatMap(each -> each.operations().stream()).toList();
    this.oauth = oauth;
    this.tokens = tokens;
    this.authentication = authentication;
    this.audit = audit;
    this.refusals = refusals;
    this.traces = traces;
    this.javalin = Javalin.create(config -> configure(config, gates));
  }

  /** Starts to listen; the port is the configured one, or the one the system chose for 0. */
  public int start() {
    javalin.start(listen.getHostString(), listen.getPort());
    socket.ifPresent(each -> each.open(javalin.jettyServer().server()));
    return javalin.port();
  }

  /** Lets requests end for a while, then cuts what is left: a stream must not keep a vault up. */
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

  private void configure(JavalinConfig config, org.eclipse.jetty.server.Handler.Wrapper gates) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(server -> prepare(server, gates));
    config.routes.before("/v1/*", this::authenticate);
    operations.forEach(each -> register(config, each));
    open(config);
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> write(ctx, ErrorMapper.answer(e.getStatus(), null, trace(ctx))));
    config.routes.exception(MethodNotAllowedResponse.class, this::notAllowed);
    config.routes.exception(RuntimeException.class, this::failed);
  }

  private void prepare(Server server, org.eclipse.jetty.server.Handler.Wrapper gates) {
    server.setHandler(gates);
    server.setErrorHandler(new JettyErrors(traces));
    server.setStopTimeout(5_000);
  }

  private void register(JavalinConfig config, Operation operation) {
    route(config, operation.method(), operation.path(), ctx -> run(operation, ctx));
  }

  /** A HEAD is answered as its GET would be; Javalin alone would say 200 to every one. */
  private static void route(
      JavalinConfig config, HandlerType method, String path, Handler handler) {
    config.routes.addHttpHandler(method, path, handler);
    if (method.equals(HandlerType.GET)) {
      config.routes.addHttpHandler(HandlerType.HEAD, path, handler);
    }
  }

  private void run(Operation operation, Context ctx) {
    Caller caller = ctx.attribute("caller");
    if (caller == null) {
      throw new IllegalStateException("Every operation is under /v1/");
    }
    Record answer = operation.action().run(Asks.of(operation, ctx, caller, trace(ctx)));
    if (answer instanceof Created created) {
      respond(ctx, 201, created.answer());
    } else {
      respond(ctx, operation.status(), answer);
    }
  }

  private static void respond(Context ctx, int status, Record answer) {
    if (answer instanceof Tagged tagged) {
      ctx.header("ETag", tagged.etag());
    }
    ctx.status(status)
        .header("Cache-Control", "no-store")
        .contentType("application/json")
        .result(Json.write(answer));
  }

  /** What needs no proof of who calls. */
  private void open(JavalinConfig config) {
    config.routes.post(OAuth.PATH, this::token);
    document(config, Metadata.JWKS, tokens.jwks());
    document(config, "/.well-known/oauth-authorization-server", Metadata.of(tokens));
    document(config, "/.well-known/openid-configuration", Metadata.of(tokens));
    document(config, "/openapi.json", OpenApi.document(operations, version(), tokens.issuer()));
    route(config, HandlerType.GET, "/health/live", ctx -> health(ctx, true));
    route(config, HandlerType.GET, "/health/ready", ctx -> health(ctx, audit.writable()));
  }

  private static void document(JavalinConfig config, String path, Map<String, Object> document) {
    byte[] bytes = Json.write(document);
    route(config, HandlerType.GET, path, ctx -> ctx.contentType("application/json").result(bytes));
  }

  private static void health(Context ctx, boolean good) {
    ctx.status(good ? 200 : 503)
        .contentType("application/json")
        .result(Json.write(Map.of("status", good ? "ok" : "audit-unavailable")));
  }

  private void authenticate(Context ctx) {
    String authorization = ctx.header("Authorization");
    try {
      ctx.attribute("caller", caller(authorization, ctx));
    } catch (RefusedException e) {
      refusals.note(Refusals.Reason.API_UNAUTHENTICATED, ctx.ip(), Refusals.nameIn(authorization));
      throw e;
    }
  }

  private Caller caller(@Nullable String authorization, Context ctx) {
    return authorization == null && LocalSocket.fromOwnUser(ctx)
        ? authentication.operator()
        : authentication.caller(authorization);
  }

  private void token(Context ctx) {
    oauth.handle(ctx, trace(ctx));
    if (ctx.statusCode() == 401) {
      String name = ctx.attribute(OAuth.CLAIMED_CLIENT);
      refusals.note(Refusals.Reason.CLIENT_UNAUTHENTICATED, ctx.ip(), name);
    }
  }

  private void notAllowed(MethodNotAllowedResponse e, Context ctx) {
    ctx.header("Allow", String.join(", ", e.getDetails().values()));
    write(ctx, ErrorMapper.answer(e.getStatus(), null, trace(ctx)));
  }

  private void failed(RuntimeException e, Context ctx) {
    Answer answer = ErrorMapper.answer(e, trace(ctx));
    if (answer.problem().status() == 500) {
      LOG.log(System.Logger.Level.ERROR, "Request " + trace(ctx) + " failed", e);
    }
    write(ctx, answer);
  }

  private String trace(Context ctx) {
    String known = ctx.attribute("trace");
    if (known != null) {
      return known;
    }
    String trace = traces.of(ctx.header("traceparent"));
    ctx.attribute("trace", trace);
    return trace;
  }

  private static void write(Context ctx, Answer answer) {
    if (answer.challenge()) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"Tokenward\", Basic realm=\"Tokenward\"");
    }
    if (answer.retryAfter() != null) {
      ctx.header("Retry-After", String.valueOf(answer.retryAfter().toSeconds()));
    }
    ctx.status(answer.problem().status())
        .header("Cache-Control", "no-store")
        .contentType("application/problem+json")
        .result(Json.write(answer.problem()));
  }

  private static String version() {
    String version = VaultServer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
