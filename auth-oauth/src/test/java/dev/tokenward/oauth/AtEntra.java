package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.grants.Reuse;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An app of the emulated Entra ID, and a person who uses it, in virtual time that passes by itself.
 */
final class AtEntra {

  static final String TENANT = "contoso.example";
  static final String ADA = "ada@contoso.example";
  static final String CODE_SCOPE =
      "499b84ac-1321-427f-aa17-267ca6975798/vso.code openid offline_access";
  static final URI REDIRECT = URI.create("https://vault.example/oauth/callback");

  final FakeClock clock = new FakeClock();
  final Emulator emulator;
  final EntraApp app;
  final HttpSender tls;

  AtEntra(Emulator emulator) {
    this.emulator = emulator;
    emulator.clock(clock);
    emulator.entra().user(TENANT, ADA);
    app = emulator.entra().app(TENANT);
    app.redirectUri(REDIRECT.toString());
    tls = HttpSender.over(HttpClient.newBuilder().sslContext(emulator.sslContext()).build());
  }

  /** What the provider does of which a field says {@code reuse}. */
  static Reuse upstream(String reuse) {
    return switch (reuse) {
      case "tolerated" -> Reuse.tolerated();
      case "single-use" -> Reuse.singleUse().revokingFamily();
      default -> Reuse.grace(Duration.parse(reuse));
    };
  }

  AtEntra reuse(Reuse reuse) {
    app.refreshReuse(reuse);
    return this;
  }

  /** Whoever waits in it only makes time pass. */
  TokenRuntime runtime(HttpSender http) {
    return new TokenRuntime(
        clock,
        clock::ticks,
        () -> 0,
        http,
        Runnable::run,
        (delay, task) -> {
          clock.advance(delay);
          task.run();
          return () -> {};
        });
  }

  TokenRuntime runtime() {
    return runtime(tls);
  }

  Credential credential(Map<String, String> more) {
    Map<String, String> fields =
        new HashMap<>(
            Map.of(
                "preset", "entra",
                "tenant", emulator.authority(TENANT),
                "clientId", app.clientId()));
    fields.putAll(more);
    return new Credential(
        "7",
        "boards",
        DelegatedOAuth.KIND,
        fields,
        Map.of("clientSecret", Secret.of(app.clientSecret())));
  }

  /** The same at a provider that is any other, of that tenant. */
  Credential generic(String tenant, Map<String, String> more) {
    emulator.entra().generic(true);
    Map<String, String> fields = new HashMap<>(more);
    fields.put("preset", "openid-connect");
    fields.put("issuer", emulator.authority(tenant) + "/v2.0");
    return credential(fields);
  }

  /** What the browser brings back from {@code consent}, once Ada has approved. */
  Map<String, String> approved(Consent consent) {
    return approved(consent, ADA);
  }

  Map<String, String> approved(Consent consent, String user) {
    return parameters(emulator.browser().approve(consent.page(), user));
  }

  /** Consents, and keeps the grant. */
  void consent(OAuthProvider provider, Credential credential) {
    Consent consent = provider.begin(credential, REDIRECT, runtime());
    consent.finish(approved(consent)).keep();
  }

  static Map<String, String> parameters(URI redirect) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : redirect.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      all.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
