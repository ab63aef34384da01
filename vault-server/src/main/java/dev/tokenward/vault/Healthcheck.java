package dev.tokenward.vault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Asks the vault on this machine whether it is ready. It carries no secret, follows no redirect and
 * goes nowhere but to loopback: the one call that does not need the vault's guarded sender.
 */
@Command(
    name = "healthcheck",
    description = "Ask the vault on this machine whether it is ready.",
    exitCodeList = {"0:The vault is ready.", "1:It is not, or does not answer.", "2:Wrong usage."})
final class Healthcheck implements Callable<Integer> {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the vault listens, on loopback. Default: ${DEFAULT-VALUE}.",
      defaultValue = "http://127.0.0.1:8220")
  private URI url = URI.create("http://127.0.0.1:8220");

  @Override
  public Integer call() throws InterruptedException {
    if (!"http".equals(url.getScheme())
        || url.getHost() == null
        || !LOOPBACK.contains(url.getHost())) {
      throw new ParameterException(
          spec.commandLine(), "--url must be http://127.0.0.1, http://[::1] or http://localhost");
    }
    try {
      int status = status(url.resolve("/health/ready"));
      spec.commandLine().getOut().println(status == 200 ? "ready" : "not ready: HTTP " + status);
      return status == 200 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      spec.commandLine().getErr().println("No vault answers at " + url + ".");
      return ExitCode.SOFTWARE;
    }
  }

  private static int status(URI ready) throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .connectTimeout(LIMIT)
        .proxy(HttpClient.Builder.NO_PROXY)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build()
        .send(
            HttpRequest.newBuilder(ready).timeout(LIMIT).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
