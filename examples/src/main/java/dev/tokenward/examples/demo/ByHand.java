package dev.tokenward.examples.demo;

import java.util.List;

/** Lines to copy and paste while the demo stays up. */
final class ByHand {

  private ByHand() {}

  static void print(Page page, Stage stage) {
    String vault = stage.vault().url();
    String proxy = vault + "/proxy/ado/acme";
    page.heading("Try it by hand; Ctrl-C ends the demo and removes its folder.");
    page.command(List.of("cd " + stage.client().folder()));
    page.command(Call.get(vault + "/v1/leases", "ci.header").curl());
    page.command(Call.json(vault + "/v1/credentials/ado/token", "ci.header", "{}").curl());
    page.command(Call.get(proxy + "/_apis/projects", "ci.header").curl());
    page.command(Call.get(proxy + "/web/_apis/git/repositories", "write.header").curl());
    page.command(
        new GitCall("", "write", List.of("clone", proxy + "/web/_git/site", "again")).line());
    page.command(List.of("tail -n 1 " + stage.folder().vault().resolve(VaultFiles.AUDIT)));
  }
}
