package dev.tokenward.vault;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Installed git in a folder, apart from what the machine or its user configured. */
public final class Git {

  private final Path folder;

  /**
   * What git said.
   *
   * @param exit 0 if it worked
   * @param output what it printed, on either stream
   */
  public record Run(int exit, String output) {}

  /** Git in that folder. */
  public Git(Path folder) {
    this.folder = folder;
  }

  /** Runs git, which learns the token as it would from a credential helper. */
  public Run run(String token, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder git = new ProcessBuilder("git");
    git.command().addAll(List.of(arguments));
    git.directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = git.environment();
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_CONFIG_GLOBAL", File.separator + "dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("TOKEN", token);
    environment.put("GIT_CONFIG_COUNT", "1");
    environment.put("GIT_CONFIG_KEY_0", "credential.helper");
    environment.put(
        "GIT_CONFIG_VALUE_0",
        "!f() { test \"$1\" = get && echo username=any && echo password=$TOKEN; }; f");
    Process process = git.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
