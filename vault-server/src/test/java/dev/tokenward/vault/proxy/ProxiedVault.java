package dev.tokenward.vault.proxy;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.broker.Brokers;
import dev.tokenward.vault.broker.VirtualPatAsk;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.lease.VaultTokens;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.Destinations;
import dev.tokenward.vault.upstream.GuardedClients;
import dev.tokenward.vault.upstream.GuardedClients.Timeouts;
import dev.tokenward.vault.upstream.NameLookup;
import io.javalin.Javalin;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vault with one caller, {@code ci}, one credential, {@code ado}, and a real socket: the
 * product's own parts around the gate, behind which stands one route, {@code /v1/ping}.
 */
final class ProxiedVault implements AutoCloseable {

  static final URI PUBLIC_URL = URI.create("https://vault.example.com");
  static final Caller CI = new Caller("id-of-ci", "ci");
  static final String TRACE = "0123456789abcdef0123456789abcdef";

  private final SecureRandom random = new SecureRandom();
  private final FakeClock clock = new FakeClock();
  private final KeptRecords records = new KeptRecords(clock).caller("ci", "secret");
  private final KeyedHash hash = records.hash();
  private final VaultTokens tokens = records.tokens(PUBLIC_URL);
  private final Issuer issuer = new Issuer(tokens, hash, random, clock);
  private final Leases leases = new Leases(clock, records.store());
  private final AuditList audit = new AuditList();
  private final Broker broker;
  private final Javalin javalin;

  private ProxiedVault(Settings settings) {
    OneToken kind = new OneToken(settings.tokens, settings.organizations.size());
    this.broker =
        Brokers.of(store(settings), Map.of(OneToken.KIND, kind), audit, issuer, leases, clock);
    HostCheck gates = gates(settings);
    this.javalin =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.modifyServer(server -> server.setHandler(gates));
                  config.routes.get("/v1/ping", ctx -> ctx.result("pong"));
                })
            .start("127.0.0.1", 0);
  }

  private Store store(Settings settings) {
    Map<String, String> organizations = new HashMap<>();
    settings.organizations.forEach(
        each -> organizations.put("" + organizations.size(), each.toString()));
    return records
        .credential("ado", OneToken.KIND, organizations, Map.of())
        .policy("all", "ci", "ado", Permission.PROXY, Permission.VIRTUAL_PAT)
        .store();
  }

  private HostCheck gates(Settings settings) {
    Authentication authentication =
        new Authentication(new Callers(records.store(), hash), tokens, issuer, leases);
    GuardedClients clients =
        new GuardedClients(
            Destinations.of(settings.allowed),
            Optional.ofNullable(settings.trustStore),
            settings.lookup,
            settings.timeouts);
    HostCheck check =
        new HostCheck(PUBLIC_URL, ProxiedVault::problem, Refusals.NONE, parent -> TRACE);
    check.setHandler(
        new ProxyGate(
            authentication,
            broker,
            clients,
            ProxiedVault::problem,
            PUBLIC_URL,
            Refusals.NONE,
            parent -> TRACE));
    return check;
  }

  /** What the API's mapper does, in as many statuses as these tests look at. */
  static ProblemWriter.Problem problem(RuntimeException failure, String traceId) {
    String cause =
        failure instanceof TokenException missing ? missing.code().orElse("none") : "none";
    return new ProblemWriter.Problem(
        status(failure),
        "{\"detail\":\"%s\",\"cause\":\"%s\",\"traceId\":\"%s\"}"
            .formatted(failure.getMessage(), cause, traceId));
  }

  private static int status(RuntimeException failure) {
    if (failure instanceof RefusedException refusal) {
      return switch (refusal.reason()) {
        case UNAUTHENTICATED -> 401;
        case NOT_FOUND -> 404;
        case BAD_INPUT -> 400;
        case RULE_REFUSES, WIDER_THAN_POLICY -> 403;
        case MISDIRECTED -> 421;
        case UPSTREAM_REFUSED, DESTINATION_REFUSED -> 502;
        default -> 500;
      };
    }
    return failure instanceof TokenException missing
        ? missing.reason() == TokenException.Reason.TIMED_OUT ? 504 : 502
        : 500;
  }

  int port() {
    return javalin.port();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  AuditList audit() {
    return audit;
  }

  /** A virtual PAT with these rules. */
  String pat(RequestRules rules) {
    return broker
        .virtualPat(new Call(CI, "test", TRACE), "ado", new VirtualPatAsk(null, null, rules))
        .token();
  }

  void revokeAll() {
    leases.all().forEach(lease -> leases.revoke(List.of(lease)));
  }

  @Override
  public void close() {
    javalin.stop();
  }

  static Settings to(String... organizationUrls) {
    Settings settings = new Settings();
    for (String url : organizationUrls) {
      settings.organizations.add(Organization.parse(url));
      settings.allowed.add(URI.create(url).getAuthority());
    }
    return settings;
  }

  /** How a vault differs from the usual one. */
  static final class Settings {

    private final List<Organization> organizations = new ArrayList<>();
    private final List<String> allowed = new ArrayList<>();
    private Supplier<AccessToken> tokens =
        () -> {
          throw new AssertionError("No token was expected to be needed");
        };
    private @Nullable Path trustStore;
    private NameLookup lookup = NameLookup.PLATFORM;
    private Timeouts timeouts = Timeouts.DEFAULT;

    Settings allowed(String... entries) {
      allowed.clear();
      allowed.addAll(List.of(entries));
      return this;
    }

    Settings token(Supplier<AccessToken> supplier) {
      tokens = supplier;
      return this;
    }

    Settings trusting(Path pem) {
      trustStore = pem;
      return this;
    }

    Settings resolving(NameLookup names) {
      lookup = names;
      return this;
    }

    Settings waiting(Timeouts limits) {
      timeouts = limits;
      return this;
    }

    ProxiedVault start() {
      return new ProxiedVault(this);
    }
  }
}
