package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The program that works without a secret of Azure DevOps: it has a folder, sends requests and runs
 * git, and remembers every byte that it saw. Used by one thread.
 */
final class Client {

  static final String TRUST = "emulator.pem";

  private final Path folder;
  private final HttpClient http;
  private final List<byte[]> seen = new ArrayList<>();

  private Client(Path folder, HttpClient http) {
    this.folder = folder;
    this.http = http;
  }

  /** A client with the caller {@code ci}'s own secret, and no other. */
  static Client create(Path folder, Upstream upstream, String callerSecret) throws IOException {
    Client client =
        new Client(
            folder,
            HttpClient.newBuilder()
                .sslContext(upstream.emulator().sslContext())
                .proxy(HttpClient.Builder.NO_PROXY)
                .build());
    Files.copy(upstream.emulator().trustAnchor(), folder.resolve(TRUST));
    Files.writeString(
        folder.resolve(".gitconfig"), "[user]\n\tname = Demo\n\temail = demo@localhost\n");
    byte[] pair = ("ci:" + callerSecret).getBytes(UTF_8);
    client.keepHeader("ci", "Basic " + Base64.getEncoder().encodeToString(pair));
    return client;
  }

  /** Keeps an Authorization header for curl, as {@code -H @NAME.header}. */
  void keepHeader(String name, String value) throws IOException {
    DemoFolder.writePrivate(folder.resolve(name + ".header"), "Authorization: " + value + "\n");
  }

  /** Keeps a password for git, as {@code credential.helper='store --file NAME.credentials'}. */
  void keepPassword(String name, URI server, String password) throws IOException {
    String entry = server.getScheme() + "://git:" + password + "@" + server.getAuthority() + "\n";
    DemoFolder.writePrivate(folder.resolve(name + ".credentials"), entry);
  }

  Path folder() {
    return folder;
  }

  Answer send(Call call) throws IOException, InterruptedException {
    String header = Files.readString(folder.resolve(call.headerFile())).strip();
    HttpResponse<byte[]> response =
        http.send(
            call.request(header.substring("Authorization: ".length())), BodyHandlers.ofByteArray());
    seen.add((head(response) + new String(response.body(), ISO_8859_1)).getBytes(ISO_8859_1));
    return new Answer(response.statusCode(), new String(response.body(), UTF_8));
  }

  private static String head(HttpResponse<?> response) {
    return response.headers().map().entrySet().stream()
        .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value))
        .collect(
            Collectors.joining("\r\n", "HTTP/1.1 " + response.statusCode() + "\r\n", "\r\n\r\n"));
  }

  /**
   * Runs the installed git in this folder, with no configuration and environment but the demo's.
   */
  Run git(List<String> arguments) throws IOException, InterruptedException {
    ProcessBuilder git = new ProcessBuilder("git");
    git.command().addAll(arguments);
    git.directory(folder.toFile());
    git.environment().keySet().retainAll(Set.of("PATH"));
    git.environment()
        .putAll(
            Map.of(
                "HOME", folder.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_TRACE_CURL", folder.resolve("git-headers.txt").toString(),
                "GIT_TRACE_CURL_NO_DATA", "1",
                "GIT_TRACE_REDACT", "0",
                "LC_ALL", "C"));
    Run run = Run.of(git);
    seen.add(run.output().getBytes(UTF_8));
    return run;
  }

  /** Every answer and every output so far. */
  List<byte[]> seen() {
    return List.copyOf(seen);
  }
}
