package dev.tokenward.benchmarks.scale;

import dev.tokenward.core.Secret;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.CredentialRecord;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** An Entra ID on loopback with one app, which every credential signs in as. */
final class Upstream implements AutoCloseable {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "contoso.example";

  private final Emulator emulator = Emulator.start();
  private final String secret = "secret-of-the-app-" + System.nanoTime();

  Upstream() {
    emulator.entra().app(TENANT, CLIENT_ID, secret);
  }

  /** What a configuration file says of it. */
  String configuration() {
    return """
        destinations: {allow: ["127.0.0.1:%d"]}
        trustStore: %s
        """
        .formatted(URI.create(emulator.url()).getPort(), emulator.trustAnchor());
  }

  /** A credential of the app, as the vault's API would keep it. */
  CredentialRecord credential(int number) {
    return new CredentialRecord(
        "entra-client-secret",
        "Deploys service " + number,
        "team-" + number % 100,
        Map.of("stage", "test"),
        Map.of("tenant", emulator.authority(TENANT), "clientId", CLIENT_ID),
        List.of(emulator.url()),
        null,
        1);
  }

  /** Its secret. */
  Map<String, Secret> secrets() {
    return Map.of("clientSecret", Secret.of(secret));
  }

  @Override
  public void close() {
    emulator.close();
  }
}
