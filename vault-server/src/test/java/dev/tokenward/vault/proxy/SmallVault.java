package dev.tokenward.vault.proxy;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.vault.access.RequestRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A vault in a process of its own, with so little memory that it can keep no body. */
final class SmallVault implements AutoCloseable {

  private final Process process;
  private final String url;
  private final String token;

  private SmallVault(Process process, String url, String token) {
    this.process = process;
    this.url = url;
    this.token = token;
  }

  static SmallVault before(Upstream upstream, Path anchor) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:MaxDirectMemorySize=32m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SmallVault.class.getName(),
                    upstream.url() + "/acme",
                    anchor.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    return new SmallVault(process, said.readLine(), said.readLine());
  }

  /** Runs the vault until its input ends. */
  public static void main(String[] args) throws IOException {
    try (ProxiedVault vault =
        ProxiedVault.to(args[0])
            .trusting(Path.of(args[1]))
            .token(() -> StoredToken.basic("", Secret.of("the-secret")))
            .start()) {
      System.out.println(vault.url());
      System.out.println(vault.pat(RequestRules.ANY));
      System.in.transferTo(System.err);
    }
  }

  String url() {
    return url;
  }

  String token() {
    return token;
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
