package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a brokered token and nothing else. */
@Command(name = "token", description = "Get a brokered token, and print it alone.")
final class Token implements Callable<Integer> {

  @Mixin private Session vault = new Session();
  @Mixin private Screen screen = new Screen();

  @Parameters(paramLabel = "NAME", description = "The credential.")
  private String credential = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "A scope to ask for, more than once for several. Default: the credential's own.")
  private List<String> scopes = List.of();

  @Override
  public Integer call() {
    JsonNode token =
        vault.ask(
            "POST",
            ApiClient.path("credentials", credential, "token"),
            new Body().with("scopes", scopes).members());
    return screen.done(token, token.path("access_token").asText());
  }
}
