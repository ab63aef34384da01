package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.api.ApiModule;
import dev.tokenward.vault.config.StateDirectory;
import dev.tokenward.vault.config.Surroundings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which vault a command talks to, and as whom. */
final class Session {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private ConfigFile file = new ConfigFile();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A vault elsewhere. Default: the socket in the stateDir of --config.")
  private @Nullable URI url;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = {
        "Call as the caller of this file, which holds one line: client_id:client_secret.",
        "Default: as the user who runs this command, who must be the one who runs the vault."
      })
  private @Nullable Path secretFile;

  /** A client for some requests. */
  ApiClient open() {
    String authorization = secretFile == null ? null : SecretFile.basic(secretFile);
    return url == null
        ? ApiClient.overSocket(socket(), authorization)
        : ApiClient.to(checked(url), proven(authorization));
  }

  /** The vault of {@code --config}, unless the options name one elsewhere. */
  Optional<Path> here() {
    return url == null ? Optional.of(file.path()) : Optional.empty();
  }

  private Path socket() {
    return StateDirectory.namedIn(file.path(), Surroundings.system())
        .map(folder -> folder.resolve(ApiModule.SOCKET))
        .orElseThrow(
            () ->
                new CommandException(
                    file.path()
                        + " has no stateDir, so its vault keeps nothing that a command could"
                        + " change, and has no socket. Add stateDir: state, or give --url and"
                        + " --secret-file."));
  }

  private URI checked(URI given) {
    String host = given.getHost();
    boolean plain = "http".equals(given.getScheme()) && host != null && LOOPBACK.contains(host);
    if (!plain && (host == null || !"https".equals(given.getScheme()))) {
      throw wrong("--url begins with https://; with http:// it leads to this machine alone");
    }
    return given;
  }

  private String proven(@Nullable String authorization) {
    if (authorization == null) {
      throw wrong("--url needs --secret-file: only the vault's own socket knows who you are");
    }
    return authorization;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The answer to one request. */
  JsonNode ask(String method, String path, @Nullable Map<String, ?> body) {
    try (ApiClient api = open()) {
      return api.send(method, path, body).body();
    }
  }

  /**
   * Begins what goes on in the vault, and looks until it has ended.
   *
   * @param going whether it is under way
   * @param told of each state before the last
   */
  JsonNode follow(
      String path,
      @Nullable Map<String, ?> body,
      Predicate<JsonNode> going,
      Consumer<JsonNode> told) {
    try (ApiClient api = open()) {
      return Polling.inRealTime()
          .until(
              api.send("POST", path, body).body(),
              going,
              told,
              () -> api.send("GET", path, null).body());
    }
  }

  /** Every record of a noun, page after page; those that are damaged with what is wrong. */
  List<JsonNode> all(String noun) {
    List<JsonNode> found = new ArrayList<>();
    try (ApiClient api = open()) {
      String path = ApiClient.path(noun) + "?limit=200";
      for (String next = path; !next.isEmpty(); ) {
        JsonNode page = api.send("GET", next, null).body();
        page.path(noun).forEach(found::add);
        page.path("damaged").forEach(found::add);
        String after = page.path("next").asText("");
        next = after.isEmpty() ? "" : path + "&after=" + after;
      }
    }
    return found;
  }
}
