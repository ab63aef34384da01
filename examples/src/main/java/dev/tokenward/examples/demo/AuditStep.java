package dev.tokenward.examples.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The audit trail, as its operator checks it. */
final class AuditStep {

  private final Page page;
  private final Path vaultFolder;
  private final RunnableJar jar;

  AuditStep(Page page, Path vaultFolder, RunnableJar jar) {
    this.page = page;
    this.vaultFolder = vaultFolder;
    this.jar = jar;
  }

  void verify() throws IOException, InterruptedException {
    String file = vaultFolder.resolve(VaultFiles.AUDIT).toString();
    page.command(List.of("java -jar " + jar.shown(), "audit verify", file));
    Run run = Run.of(new ProcessBuilder(jar.command("audit", "verify", file)));
    page.output(run.expectSuccess().output());
  }
}
