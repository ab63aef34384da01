package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ExitCode;

/** Tells of a consent under way, each step once. */
final class ConsentProgress {

  /** Neither done nor failed: somebody has to decide. */
  static final int TO_CONFIRM = 3;

  private static final Set<String> GOING = Set.of("asked", "opened", "sent", "answered");

  private static final Map<String, String> STEPS =
      Map.of(
          "opened", "The page is open.",
          "sent", "The browser is at the provider.",
          "answered", "The provider answered.");

  private final Screen screen;
  private final String name;
  private String last = "";

  ConsentProgress(Screen screen, String name) {
    this.screen = screen;
    this.name = name;
  }

  static boolean goesOn(JsonNode state) {
    return GOING.contains(state.path("stage").asText());
  }

  /** How the command ends that waited for it. */
  static int exit(JsonNode state) {
    return switch (state.path("stage").asText()) {
      case "done" -> ExitCode.OK;
      case "to-confirm" -> TO_CONFIRM;
      default -> ExitCode.SOFTWARE;
    };
  }

  void tell(JsonNode state) {
    if (state.has("authorization_url")) {
      screen.notice(
          "Open this in the browser of whoever is to sign in, by "
              + state.path("expires_at").asText()
              + ":");
      screen.notice("  " + state.path("authorization_url").asText());
      screen.notice(
          "The app at the provider needs this redirect URI: "
              + state.path("redirect_uri").asText());
    }
    String step = STEPS.getOrDefault(state.path("stage").asText(), "");
    if (!step.equals(last)) {
      last = step;
      screen.notice(step);
    }
  }

  String outcome(JsonNode end) {
    String account = end.path("account").asText("an account that the provider does not name");
    return switch (end.path("stage").asText()) {
      case "done" -> (name + " now acts as " + account + ". " + warnings(end)).strip();
      case "to-confirm" ->
          account
              + " consented. "
              + end.path("reason").asText()
              + ". "
              + earlier(end)
              + "If that account is right, until "
              + end.path("expires_at").asText()
              + ": tokenward credential confirm "
              + name;
      default -> (end.path("reason").asText() + ". " + earlier(end) + next(end)).strip();
    };
  }

  private static String earlier(JsonNode end) {
    String earlier = end.path("earlier").asText();
    return earlier.isEmpty() ? "" : earlier + " ";
  }

  private static String next(JsonNode end) {
    String admin = end.path("admin_consent_url").asText();
    String next = RouteWords.asCommands(end.path("next_step").asText());
    return admin.isEmpty() ? next : next + " An administrator consents here: " + admin;
  }

  private static String warnings(JsonNode end) {
    StringBuilder all = new StringBuilder();
    end.path("warnings").forEach(each -> all.append(each.asText()).append(' '));
    return all.toString();
  }
}
