package dev.tokenward.vault;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A kind of credential, and what it takes to use it in front of an emulator.
 *
 * @param minted whether its tokens may be handed out
 * @param fields the public fields
 * @param secrets secrets of the same identity that were never given before; none where it has none
 */
record WalkedKind(
    String kind,
    boolean minted,
    Function<Upstream, Map<String, String>> fields,
    Function<Upstream, Map<String, String>> secrets) {

  private static final String TENANT = "contoso.example";

  /** The kinds that ship whose grants keep to virtual time: a new one is one more row. */
  static final List<WalkedKind> ALL =
      List.of(
          new WalkedKind(
              "azure-devops-pat",
              false,
              upstream -> Map.of("organization", upstream.organization()),
              upstream ->
                  Map.of("token", upstream.emulator().devOps().issuePat("acme", "vso.code"))),
          new WalkedKind(
              "entra-client-secret",
              true,
              upstream ->
                  Map.of(
                      "tenant", upstream.emulator().authority(TENANT),
                      "clientId", upstream.app().clientId(),
                      "organization", upstream.organization()),
              upstream -> Map.of("clientSecret", upstream.newSecret())),
          new WalkedKind(
              "client-credentials",
              true,
              upstream ->
                  Map.of(
                      "tokenUrl",
                      upstream.emulator().authority(TENANT) + "/oauth2/v2.0/token",
                      "clientId",
                      upstream.app().clientId(),
                      "scope",
                      "https://app.vssps.visualstudio.com/.default"),
              upstream -> Map.of("clientSecret", upstream.newSecret())));

  /** Those that {@link AppsWithoutSecretsTest} and, with a person, {@link ConsentTest} walk. */
  static final List<String> ELSEWHERE =
      List.of("entra-client-certificate", "entra-federated", "managed-identity", "oauth");

  /** Whether it names an organization, to which the proxy may send. */
  boolean proxied(Upstream upstream) {
    return fields.apply(upstream).containsKey("organization");
  }

  /** The next kind of the table, for a switch. */
  WalkedKind next() {
    return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
  }

  /** Its name, as a test shows it. */
  @Override
  public String toString() {
    return kind;
  }

  /** An organization with one app, and whatever proves that app. */
  record Upstream(Emulator emulator, EntraApp app) {

    static Upstream of(Emulator emulator) {
      EntraApp app = emulator.entra().app(TENANT);
      emulator
          .devOps()
          .organization("acme", TENANT)
          .addServicePrincipal(app)
          .project("web")
          .repository("site");
      return new Upstream(emulator, app);
    }

    String organization() {
      return emulator.organizationUrl("acme").toString();
    }

    private String newSecret() {
      String secret = UUID.randomUUID() + "-~" + UUID.randomUUID();
      app.addSecret(secret, emulator.now(), emulator.now().plus(Duration.ofDays(365)));
      return secret;
    }
  }
}
