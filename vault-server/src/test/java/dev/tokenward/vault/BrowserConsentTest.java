package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tokenward.testkit.devops.Organization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The walk of a consent in a real browser, and what git may do after it. */
@WithChromium
class BrowserConsentTest {

  @RegisterExtension private static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path folder;
  @TempDir private Path work;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private BrowserContext person;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
    Organization acme = it.emulator.devOps().organization("acme", "contoso.example");
    acme.project("web").repository("site").commit("README.md", "hello");
    it.team.policy("git", "ci", "boards", List.of("virtual-pat"));
    person = CHROMIUM.person();
  }

  @AfterEach
  void stop() {
    person.close();
    it.close();
  }

  @Test
  void approved_letsGitCloneAsThatUser() throws Exception {
    Page page = decide("Approve");
    assertThat(page.title()).startsWith("Authorized");
    assertThat(page.content()).contains("boards", Delegated.ADA);
    assertThat(page.url()).doesNotContain("code=").doesNotContain("state=").endsWith("/outcome");
    assertThat(page.evaluate("document.referrer")).isEqualTo("");
    assertThat(page.evaluate("document.cookie")).isEqualTo("");

    Git.Run clone = git(it.virtualPat(), "clone", site());

    assertThat(clone.exit()).as(clone.output()).isZero();
    assertThat(work.resolve("site/README.md")).hasContent("hello");
    assertThat(json(200, it.proxied()).at("/authenticatedUser/id").asText())
        .isEqualTo(it.ada.objectId());
  }

  @Test
  void denied_isExplainedToThePerson() {
    Page page = decide("Deny");
    assertThat(page.title()).startsWith("Not authorized");
    assertThat(page.locator("main").innerText())
        .contains("declined", "Begin again and approve")
        .doesNotContain("access_denied")
        .doesNotContain("administrator");
    assertThat(it.token().statusCode()).isEqualTo(502);
  }

  @Test
  void deauthorized_nextCallIsRefused() throws Exception {
    decide("Approve");
    String pat = it.virtualPat();
    assertThat(git(pat, "ls-remote", site()).exit()).isZero();
    assertThat(it.token().statusCode()).isEqualTo(200);

    it.ask(200, "POST", "boards/deauthorize");

    assertThat(it.token().statusCode()).isEqualTo(502);
    Git.Run refused = git(pat, "ls-remote", site());
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output()).contains("boards is not authorized").doesNotContain("refs/heads");
  }

  /** Walks from the link to the end of it as ada, who presses that button at the provider. */
  private Page decide(String button) {
    Page page = person.newPage();
    page.navigate(it.link().toString());
    assertThat(page.title()).startsWith("Authorize boards");
    page.locator("button").click();
    assertThat(page.url()).startsWith(it.emulator.url());
    page.getByLabel(Delegated.ADA).check();
    page.getByText(button, new Page.GetByTextOptions().setExact(true)).click();
    page.waitForURL("**/outcome");
    return page;
  }

  private String site() {
    return it.vault().url() + "/proxy/boards/acme/web/_git/site";
  }

  private Git.Run git(String token, String... arguments) throws Exception {
    return new Git(work).run(token, arguments);
  }
}
