package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A Keycloak on a port of loopback, with its data in files of the build that are made anew. Started
 * for the first test that asks for it, ended after the last. Its secrets are made at run time.
 */
final class IndependentKeycloak implements AutoCloseable {

  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String secret = UUID.randomUUID().toString();
  private final String password = UUID.randomUUID().toString();
  private final int port;
  private final Process process;

  private IndependentKeycloak() throws IOException {
    Path home = Path.of(System.getProperty("keycloak.home", ""));
    port = freePort();
    prepare(home.resolve("data"));
    process = start(home);
    try {
      awaitStart();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void prepare(Path data) throws IOException {
    if (Files.exists(data)) {
      try (Stream<Path> old = Files.walk(data)) {
        old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(each -> each.delete());
      }
    }
    Path realm = Files.createDirectories(data.resolve("import")).resolve("tokenward-realm.json");
    try (var json = IndependentKeycloak.class.getResourceAsStream("/keycloak/realm.json")) {
      String template = new String(Objects.requireNonNull(json).readAllBytes(), UTF_8);
      Files.writeString(
          realm, template.replace("${secret}", secret).replace("${password}", password));
    }
  }

  private Process start(Path home) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", home.resolve("bin/kc.sh").toString(), "start-dev", "--import-realm")
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(KC|JAVA|QUARKUS)_.*"));
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("keycloak.javaHome", ""),
                "KC_HTTP_HOST",
                "127.0.0.1",
                "KC_HTTP_PORT",
                Integer.toString(port),
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                "root",
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                password));
    return builder.start();
  }

  /** Reads what it says until it listens, and drops the rest. */
  private void awaitStart() throws IOException {
    BufferedReader log = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Listening on: ")) {
        Thread rest = new Thread(() -> drain(log), "keycloak-log");
        rest.setDaemon(true);
        rest.start();
        return;
      }
    }
    throw new IllegalStateException("Keycloak did not start:\n" + said);
  }

  private static void drain(BufferedReader log) {
    try (log) {
      log.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // It has ended.
    }
  }

  String issuer() {
    return origin() + "/realms/tokenward";
  }

  private String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** The app "boards", with Ada in a browser that has not signed in yet. */
  IndependentApp app(String scope) {
    return app(scope, ada());
  }

  IndependentApp app(String scope, IndependentVisitor browser) {
    return new IndependentApp(
        IndependentApp.credential("boards", issuer(), scope, Secret.of(secret)),
        TokenRuntime.system(),
        browser::visit);
  }

  /** The same, with a browser of its own for each visit. */
  IndependentApp appOfMany(String scope) {
    return new IndependentApp(
        IndependentApp.credential("boards", issuer(), scope, Secret.of(secret)),
        TokenRuntime.system(),
        page -> ada().visit(page));
  }

  IndependentVisitor ada() {
    return new IndependentVisitor().answer("username", "ada").answer("password", password);
  }

  /** Ends all sessions of a user, as an administrator. */
  int logOut(@Nullable String user) {
    return administer("POST", "/users/" + user + "/logout");
  }

  /** Takes back what a user consented to, as an administrator. */
  int revokeConsent(@Nullable String user) {
    return administer("DELETE", "/users/" + user + "/consents/boards");
  }

  private int administer(String method, String path) {
    return IndependentVisitor.exchange(
            http,
            HttpRequest.newBuilder(URI.create(origin() + "/admin/realms/tokenward" + path))
                .header("Authorization", "Bearer " + administrator())
                .method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  private String administrator() {
    HttpResponse<String> answer =
        IndependentVisitor.exchange(
            http,
            HttpRequest.newBuilder(
                    URI.create(origin() + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=root&password="
                            + password)));
    Matcher token = ACCESS_TOKEN.matcher(answer.body());
    if (!token.find()) {
      throw new IllegalStateException("no token for the administrator: " + answer.statusCode());
    }
    return token.group(1);
  }

  /** Ends the process, and what it started, by their ids. */
  @Override
  public void close() {
    var started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Gives the one Keycloak of this run to whatever has a parameter for it. */
  static final class Extension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(IndependentKeycloak.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == IndependentKeycloak.class;
    }

    @Override
    public IndependentKeycloak resolveParameter(
        ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .getOrComputeIfAbsent("keycloak", key -> started(), IndependentKeycloak.class);
    }

    private static IndependentKeycloak started() {
      try {
        return new IndependentKeycloak();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
