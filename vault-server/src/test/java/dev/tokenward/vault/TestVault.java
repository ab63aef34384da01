package dev.tokenward.vault;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A whole vault in this process, from a configuration file, before an emulator: a PAT ({@code
 * ado}), an Entra app ({@code entra}), and the callers {@code ci}, {@code app} and {@code nobody}.
 */
public final class TestVault implements AutoCloseable {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";

  private static final String CONFIG =
      """
      listen: 127.0.0.1:%d
      audit: {file: audit.jsonl}
      destinations: {allow: ["127.0.0.1:%d"]}
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
        ci: {secret: file:ci}
        app: {secret: file:app}
        operator: {secret: file:operator}
        nobody: {secret: file:nobody}
      policies:
        ci-works:
          callers: [ci]
          credentials: [ado, entra]
          permissions: [proxy, virtual-pat, credential.test]
        ci-gets-tokens:
          callers: [ci]
          credentials: [entra]
          permissions: [token]
        app-reads-one-project:
          callers: [app]
          credentials: [ado]
          permissions: [proxy, virtual-pat]
          allow: {access: read, projects: [web]}
          maxTtl: PT1H
        operator-sees-all:
          callers: [operator]
          credentials: [ado]
          permissions: [system]
      """;

  private final Path folder;
  private final RunningVault vault;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestVault(Path folder, RunningVault vault) {
    this.folder = folder;
    this.vault = vault;
  }

  /** Starts a vault whose files are in {@code folder}. */
  public static TestVault start(Emulator emulator, Path folder) {
    return start(emulator, folder, TokenRuntime.system());
  }

  static TestVault start(Emulator emulator, Path folder, TokenRuntime runtime) {
    String secret = "app-secret-" + System.identityHashCode(folder);
    emulator
        .devOps()
        .organization("acme", "contoso.example")
        .addServicePrincipal(emulator.entra().app("contoso.example", CLIENT_ID, secret))
        .project("web")
        .repository("site");
    write(folder, "pat", emulator.devOps().issuePat("acme", "vso.code_write vso.work_write"));
    write(folder, "app-secret", secret);
    for (String caller : new String[] {"ci", "app", "operator", "nobody"}) {
      write(folder, caller, "secret-of-the-caller-" + caller);
    }
    write(
        folder,
        "tokenward.yaml",
        CONFIG.formatted(
            freePort(),
            URI.create(emulator.url()).getPort(),
            emulator.trustAnchor(),
            emulator.organizationUrl("acme"),
            emulator.authority("contoso.example"),
            CLIENT_ID,
            emulator.organizationUrl("acme")));
    return new TestVault(folder, RunningVault.start(component(folder, runtime)));
  }

  private static VaultComponent component(Path folder, TokenRuntime runtime) {
    Surroundings surroundings = Surroundings.system();
    return DaggerVaultComponent.factory()
        .create(
            folder.resolve("tokenward.yaml"),
            surroundings,
            runtime,
            surroundings.random(),
            NameLookup.PLATFORM);
  }

  /** Where it listens. */
  public URI url() {
    return vault.url();
  }

  /** A file of the vault. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The Basic header of a caller. */
  public static String basic(String caller) {
    return basic(caller, "secret-of-the-caller-" + caller);
  }

  /** A Basic header. */
  public static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Sends a request with an {@code Authorization} header; the body is JSON. */
  public HttpResponse<String> send(String method, String path, String authorization, String body) {
    return send(
        HttpRequest.newBuilder(url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Authorization", authorization));
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    vault.close();
  }

  private static void write(Path folder, String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
