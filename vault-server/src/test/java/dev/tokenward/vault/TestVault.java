package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.api.Inside;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole vault in this process, from a configuration file, before an emulator: a PAT ({@code
 * ado}), an Entra app ({@code entra}), and the callers {@code ci}, {@code app} and {@code nobody}.
 */
public final class TestVault implements AutoCloseable {

  /** For a runtime of a vault, which sends through its own guarded client only. */
  public static final HttpSender NO_OTHER_WAY_OUT =
      request -> {
        throw new AssertionError("Not through the guarded client");
      };

  private static final JsonMapper JSON = new JsonMapper();
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

  private static final String KEPT =
      """
      listen: 127.0.0.1:%d
      console: {listen: "127.0.0.1:%d"}
      stateDir: state
      destinations: {allow: ["127.0.0.1:%d"]}
      trustStore: %s
      """;

  private final Path folder;
  private final VaultComponent component;
  private final RunningVault vault;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestVault(Path folder, VaultComponent component, RunningVault vault) {
    this.folder = folder;
    this.component = component;
    this.vault = vault;
  }

  /** Starts a vault whose files are in {@code folder}. */
  public static TestVault start(Emulator emulator, Path folder) {
    return start(emulator, folder, TokenRuntime.system());
  }

  /** Starts a vault in a time of its own. */
  public static TestVault start(Emulator emulator, Path folder, TokenRuntime runtime) {
    return start(emulator, folder, runtime, UnaryOperator.identity());
  }

  /** Starts a vault whose configuration was changed; secrets it names are already files. */
  public static TestVault start(
      Emulator emulator, Path folder, TokenRuntime runtime, UnaryOperator<String> change) {
    // Characters that every encoding changes, so that a search for it finds each form.
    String secret = "app~/+secret-" + System.identityHashCode(folder);
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
        change.apply(
            CONFIG.formatted(
                freePorts(1)[0],
                URI.create(emulator.url()).getPort(),
                emulator.trustAnchor(),
                emulator.organizationUrl("acme"),
                emulator.authority("contoso.example"),
                CLIENT_ID,
                emulator.organizationUrl("acme"))));
    VaultComponent component = component(folder, runtime);
    return new TestVault(folder, component, RunningVault.start(component));
  }

  /**
   * Starts a vault that keeps everything in {@code folder/state}, where there is the caller {@code
   * admin} with the secret that {@link #basic(String)} knows and nothing else, or what was kept
   * before.
   */
  public static TestVault kept(Emulator emulator, Path folder, TokenRuntime runtime) {
    return kept(emulator, folder, runtime, UnaryOperator.identity());
  }

  /** Starts a vault that keeps everything, whose configuration was changed. */
  public static TestVault kept(
      Emulator emulator, Path folder, TokenRuntime runtime, UnaryOperator<String> change) {
    write(folder, "tokenward.yaml", change.apply(keptConfig(emulator)));
    VaultComponent component = component(folder, runtime);
    Bootstrap bootstrap = new Bootstrap(component.config(), new SecureRandom());
    bootstrap.makeKey();
    bootstrap.makeAdmin(component.store());
    Bootstrap.giveAdmin(
        component.store(), component.callerSecrets().kept("secret-of-the-caller-admin"));
    return new TestVault(folder, component, RunningVault.start(component));
  }

  /** The configuration of a vault that keeps everything beside it. */
  static String keptConfig(Emulator emulator) {
    int[] ports = freePorts(2);
    return KEPT.formatted(
        ports[0], ports[1], URI.create(emulator.url()).getPort(), emulator.trustAnchor());
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

  /** Where its pages for people are. */
  public URI console() {
    return component.config().console().url();
  }

  /** What it was made of. */
  public VaultComponent component() {
    return component;
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
        request(path)
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

  /** A request to the vault. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url().resolve(path));
  }

  /** Sends text as it stands, on a connection of its own, and reads until the vault closes. */
  public String raw(String text) {
    return raw(new InetSocketAddress(url().getHost(), url().getPort()), text);
  }

  /** Sends text as it stands to the address where the console listens. */
  public String rawToConsole(String text) {
    return raw(component.config().console().listen(), text);
  }

  private static String raw(InetSocketAddress server, String text) {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of an answer that must have that status. */
  public static JsonNode json(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer.body());
  }

  /** Reads JSON. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The audit records so far, without those that only close a proxied request. */
  public List<JsonNode> audit() {
    try (Stream<String> lines = Files.lines(file("audit.jsonl"))) {
      return lines
          .map(TestVault::json)
          .filter(each -> !each.path("outcome").asText().equals("closed"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Inside.hangUpAtOnce(component.server());
    vault.close();
  }

  private static void write(Path folder, String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Held at the same time, or the second could be the first. */
  private static int[] freePorts(int count) {
    int[] ports = new int[count];
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int[] others = count == 1 ? new int[0] : freePorts(count - 1);
      System.arraycopy(others, 0, ports, 1, others.length);
      ports[0] = socket.getLocalPort();
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
