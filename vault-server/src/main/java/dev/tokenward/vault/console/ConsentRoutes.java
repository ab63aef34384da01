package dev.tokenward.vault.console;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.ConsentRefusedException;
import dev.tokenward.vault.broker.ConsentView;
import dev.tokenward.vault.broker.ConsentVisits;
import dev.tokenward.vault.broker.ConsoleUrl;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes of consents. What a provider sent back is never left in the address bar: every answer
 * to it is a redirect to a page that says what became of it.
 */
final class ConsentRoutes {

  private static final String CONNECT = "/connect/{id}";
  private static final String OUTCOME = "/connect/{id}/outcome";

  private final ConsentVisits visits;
  private final Clock clock;
  private final boolean encrypted;
  private final Function<Context, String> traces;

  /**
   * Routes.
   *
   * @param encrypted whether browsers come by https
   */
  ConsentRoutes(
      ConsentVisits visits, Clock clock, boolean encrypted, Function<Context, String> traces) {
    this.visits = visits;
    this.clock = clock;
    this.encrypted = encrypted;
    this.traces = traces;
  }

  void register(JavalinConfig config) {
    config.routes.get(CONNECT, this::open);
    config.routes.post(CONNECT, this::proceed);
    config.routes.get(ConsoleUrl.CALLBACK, this::answer);
    config.routes.get(OUTCOME, this::outcome);
    config.routes.get("/result/{word}", ConsentRoutes::result);
  }

  private void open(Context ctx) {
    String id = ctx.pathParam("id");
    ConsentVisits.Page page = visits.open(visit(ctx, CONNECT), id, cookie(ctx, id));
    keep(ctx, id, page.cookie());
    ctx.header("Content-Security-Policy", ConsoleServer.policy(forms(page.provider())));
    ctx.html(ConsentPages.ask(page, clock.instant()));
  }

  /** Browsers hold the redirects of a form, too, against this; and providers send people on. */
  private static String forms(URI provider) {
    String plain = provider.getScheme().equals("http") ? " http://" + provider.getAuthority() : "";
    return "'self' https:" + plain;
  }

  private void proceed(Context ctx) {
    String id = ctx.pathParam("id");
    URI provider = visits.proceed(visit(ctx, CONNECT), id, cookie(ctx, id), ctx.formParam("form"));
    seeOther(ctx, provider.toString());
  }

  private void answer(Context ctx) {
    Map<String, String> parameters = parameters(ctx);
    if (isOfAdministrator(parameters)) {
      seeOther(ctx, "/result/" + Explained.ADMIN_CONSENTED.word());
    } else {
      answer(ctx, parameters);
    }
  }

  /** Comes from any browser, answers no consent, and changes nothing here. */
  private static boolean isOfAdministrator(Map<String, String> parameters) {
    return parameters.getOrDefault("admin_consent", "").equalsIgnoreCase("true")
        && !parameters.containsKey("code")
        && !parameters.containsKey("error");
  }

  private void answer(Context ctx, Map<String, String> parameters) {
    try {
      ConsentVisits.Outcome outcome =
          visits.answer(visit(ctx, ConsoleUrl.CALLBACK), parameters, id -> cookie(ctx, id));
      keep(ctx, outcome.id(), outcome.cookie());
      seeOther(ctx, "/connect/" + outcome.id() + "/outcome");
    } catch (ConsentRefusedException e) {
      seeOther(ctx, "/result/" + Explained.of(e.why()).word());
    } catch (RefusedException e) {
      seeOther(ctx, "/result/" + Explained.of(e).word());
    }
  }

  /** A parameter that comes twice is none: who reads which is not for the sender to guess. */
  private static Map<String, String> parameters(Context ctx) {
    Map<String, String> once = new LinkedHashMap<>();
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              if (values.size() == 1) {
                once.put(name, values.get(0));
              }
            });
    return once;
  }

  private void outcome(Context ctx) {
    String id = ctx.pathParam("id");
    ConsentView view = visits.outcome(visit(ctx, OUTCOME), id, cookie(ctx, id));
    ctx.status(view.stage() == ConsentView.Stage.REFUSED ? 403 : 200);
    ctx.html(ConsentPages.outcome(view));
  }

  private static void result(Context ctx) {
    Explained.of(ctx.pathParam("word"))
        .ifPresentOrElse(why -> ConsoleServer.show(ctx, why), () -> ConsoleServer.showNoPage(ctx));
  }

  private ConsentVisits.Visit visit(Context ctx, String route) {
    return new ConsentVisits.Visit(route, traces.apply(ctx), ctx.ip());
  }

  private @Nullable String cookie(Context ctx, String id) {
    return ctx.cookie(name(id));
  }

  /** For ten minutes, for this host alone, for no script, and on no request of another site's. */
  private void keep(Context ctx, String id, String cookie) {
    ctx.header(
        "Set-Cookie",
        name(id)
            + "="
            + cookie
            + "; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"
            + (encrypted ? "; Secure" : ""));
  }

  /** One for each consent, so that two may be under way in one browser. */
  private String name(String id) {
    String part = id.length() > 8 ? id.substring(0, 8) : id;
    return (encrypted ? "__Host-" : "") + "tokenward-consent-" + part.replaceAll("[^\\w-]", "_");
  }

  private static void seeOther(Context ctx, String location) {
    ctx.status(303).header("Location", location);
  }
}
