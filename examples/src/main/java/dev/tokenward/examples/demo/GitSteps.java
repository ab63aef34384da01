package dev.tokenward.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed git, through the proxy. */
final class GitSteps {

  private static final String CLONE = "site";

  private final Dialogue dialogue;
  private final Upstream upstream;

  GitSteps(Dialogue dialogue, Stage stage) {
    this.dialogue = dialogue;
    this.upstream = stage.upstream();
  }

  void clone(VirtualPat pat) throws IOException, InterruptedException {
    String url = pat.proxyUrl() + "/acme/web/_git/" + CLONE;
    dialogue.git(GitCall.as(pat, "", "clone", url)).expectSuccess();
    long files = files(dialogue.client().folder().resolve(CLONE).resolve("pages"));
    if (files != Upstream.FILES) {
      throw new IllegalStateException(Upstream.FILES + " files were expected, " + files + " came");
    }
    dialogue.page().meaning(files + " files, fetched with the PAT that only the vault knows.");
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  void pushRefused(VirtualPat pat) throws IOException, InterruptedException {
    Path page = dialogue.client().folder().resolve(CLONE).resolve("pages/new.md");
    Files.writeString(page, "# A new page\n");
    dialogue.git(GitCall.local(CLONE, "add", "pages/new.md")).expectSuccess();
    dialogue.git(GitCall.local(CLONE, "commit", "-q", "-m", "Add a page")).expectSuccess();
    Run push = dialogue.git(GitCall.as(pat, CLONE, "push", "origin", "main"));
    push.expectRefusal("403").expectRefusal("the rule access allows read only");
    dialogue.page().meaning("403, naming the rule. The PAT itself could have pushed.");
  }

  VirtualPat push(VirtualPat pat) throws IOException, InterruptedException {
    dialogue.git(GitCall.as(pat, CLONE, "push", "origin", "main")).expectSuccess();
    Run head = dialogue.git(GitCall.local(CLONE, "rev-parse", "HEAD")).expectSuccess();
    String pushed = head.output().strip();
    if (!upstream.site().head().equals(Optional.of(pushed))) {
      throw new IllegalStateException("Azure DevOps does not have the commit " + pushed);
    }
    dialogue.page().meaning("Azure DevOps has that commit: " + upstream.site().log().get(0) + ".");
    return pat;
  }
}
