package dev.tokenward.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a vault needs in its folder: the configuration and the secrets that it names. */
final class VaultFiles {

  static final String CONFIG = "tokenward.yaml";
  static final String AUDIT = "audit.jsonl";

  private static final String YAML =
      """
      listen: 127.0.0.1:%d
      audit:
        file: %s
      destinations:
        allow: ["127.0.0.1:%d"]       # the emulator; without this line, Microsoft's hosts
      trustStore: %s
      credentials:
        ado:
          kind: azure-devops-pat
          organization: %s
          token: file:pat
        entra:
          kind: entra-client-secret
          tenant: %s
          clientId: %s
          clientSecret: file:app-secret
          organization: %s
      callers:
        ci:
          secret: file:ci-secret
      policies:
        ci-works-with-azure-devops:
          callers: [ci]
          credentials: [ado, entra]
          permissions: [token, proxy, virtual-pat]
      """;

  private VaultFiles() {}

  /** Writes them for a vault on {@code port} with the caller {@code ci}. */
  static void write(Path folder, int port, Upstream upstream, String callerSecret)
      throws IOException {
    Path trust = folder.resolve(Client.TRUST);
    Files.copy(upstream.emulator().trustAnchor(), trust, StandardCopyOption.REPLACE_EXISTING);
    DemoFolder.writePrivate(folder.resolve("pat"), upstream.pat());
    DemoFolder.writePrivate(folder.resolve("app-secret"), upstream.app().clientSecret());
    DemoFolder.writePrivate(folder.resolve("ci-secret"), callerSecret);
    Files.writeString(
        folder.resolve(CONFIG),
        YAML.formatted(
            port,
            AUDIT,
            URI.create(upstream.emulator().url()).getPort(),
            Client.TRUST,
            upstream.organization(),
            upstream.authority(),
            upstream.app().clientId(),
            upstream.organization()));
  }
}
