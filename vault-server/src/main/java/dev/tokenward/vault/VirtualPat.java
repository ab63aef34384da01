package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a new virtual PAT, and beside it how long it is good and for what. */
@Command(name = "virtual-pat", description = "Make a virtual PAT, and print it alone, this once.")
final class VirtualPat implements Callable<Integer> {

  @Mixin private Session vault = new Session();
  @Mixin private Screen screen = new Screen();
  @Mixin private VirtualPatOptions options = new VirtualPatOptions();

  @Parameters(paramLabel = "NAME", description = "The credential.")
  private String credential = "";

  @Override
  public Integer call() {
    JsonNode pat =
        vault.ask(
            "POST", ApiClient.path("credentials", credential, "virtual-pats"), options.body());
    screen.aside(
        "Good through "
            + pat.path("proxy_url").asText()
            + " until "
            + pat.path("expires_at").asText()
            + ". End it with: tokenward lease revoke "
            + pat.path("lease_id").asText());
    return screen.done(pat, pat.path("token").asText());
  }
}
