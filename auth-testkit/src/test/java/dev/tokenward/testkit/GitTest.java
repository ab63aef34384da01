package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.devops.GitRepository;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class GitTest {

  private final Emulator emulator;
  @TempDir Path folder;
  private GitRepository site;

  GitTest(Emulator emulator) {
    this.emulator = emulator;
  }

  @BeforeEach
  void repository() {
    site = emulator.devOps().organization("acme", "contoso").project("web").repository("site");
    site.commit("README.md", "hello").commit("docs/guide.md", "guide");
  }

  private record Run(int exit, String output) {}

  private Run git(String authorization, String... arguments) throws Exception {
    ProcessBuilder git = new ProcessBuilder("git");
    git.command().addAll(List.of(arguments));
    git.directory(folder.toFile()).redirectErrorStream(true);
    git.environment().put("GIT_TERMINAL_PROMPT", "0");
    git.environment().put("GIT_CONFIG_GLOBAL", File.separator + "dev/null");
    git.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    git.environment().put("GIT_SSL_CAINFO", emulator.trustAnchor().toString());
    git.environment().put("GIT_CONFIG_COUNT", "1");
    git.environment().put("GIT_CONFIG_KEY_0", "http.extraHeader");
    git.environment().put("GIT_CONFIG_VALUE_0", authorization);
    Process process = git.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private String pat(String scopes) {
    return "Authorization: " + Client.basic(emulator.devOps().issuePat("acme", scopes));
  }

  private String url() {
    return emulator.organizationUrl("acme") + "/web/_git/site";
  }

  private void commitLocally() throws Exception {
    Files.writeString(folder.resolve("site/new.txt"), "new");
    git("", "-C", "site", "add", ".");
    Run commit =
        git("", "-C", "site", "-c", "user.name=T", "-c", "user.email=t@t", "commit", "-m", "More");
    assertThat(commit.exit()).as(commit.output()).isZero();
  }

  @Test
  void clone_withReadPat_getsEveryFile() throws Exception {
    Run clone = git(pat("vso.code"), "clone", url());
    assertThat(clone.exit()).as(clone.output()).isZero();
    assertThat(folder.resolve("site/README.md")).hasContent("hello");
    assertThat(folder.resolve("site/docs/guide.md")).hasContent("guide");
  }

  @Test
  void clone_withEntraTokenByBearer_getsEveryFile() throws Exception {
    EntraApp app = emulator.entra().app("contoso");
    emulator.devOps().organization("acme", "contoso").addServicePrincipal(app);
    String token = new Client(emulator).token(app);
    Run clone = git("Authorization: Bearer " + token, "clone", url());
    assertThat(clone.exit()).as(clone.output()).isZero();
    assertThat(folder.resolve("site/README.md")).hasContent("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "/acme/web/_git/site/x%2Fgit-receive-pack, 404",
    "/acme/web/_git%2Fsite/git-receive-pack, 404",
    "/acme/web/x/%2e%2e/_git/site/git-receive-pack, 401",
    "/acme/web/_git/site/%zz, 400"
  })
  void push_byDisguisedPathWithReadPat_isRefused(String path, int status) throws Exception {
    String read = Client.basic(emulator.devOps().issuePat("acme", "vso.code"));
    var answer = new RawRequest(emulator).send("POST " + path, "Authorization: " + read);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void push_withWritePat_isInTheRepository() throws Exception {
    git(pat("vso.code"), "clone", url());
    commitLocally();
    Run push = git(pat("vso.code_write"), "-C", "site", "push");

    assertThat(push.exit()).as(push.output()).isZero();
    assertThat(site.log()).containsExactly("More", "Add docs/guide.md", "Add README.md");
    assertThat(site.file("new.txt")).contains("new");
    assertThat(site.head()).contains(git("", "-C", "site", "rev-parse", "HEAD").output().trim());
  }

  @Test
  void push_withReadPat_isRefused() throws Exception {
    git(pat("vso.code"), "clone", url());
    commitLocally();
    assertThat(git(pat("vso.code"), "-C", "site", "push").exit()).isNotZero();
    assertThat(site.file("new.txt")).isEmpty();
  }

  @Test
  void clone_withoutCredential_isChallengedThreeTimes() throws Exception {
    assertThat(git("X-Nothing: x", "clone", url()).exit()).isNotZero();
    var response =
        new Client(emulator).get("/acme/web/_git/site/info/refs?service=git-upload-pack");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().allValues("WWW-Authenticate")).hasSize(3);
  }

  @Test
  void clone_ofMissingRepository_isNotFound() throws Exception {
    Run clone = git(pat("vso.code"), "clone", emulator.organizationUrl("acme") + "/web/_git/nope");
    assertThat(clone.exit()).isNotZero();
    assertThat(clone.output()).contains("not found");
  }

  @Test
  void repository_namedAsItsProject_isReachedWithoutProject() throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .project("app")
        .repository("app")
        .commit("a", "b");
    Run clone = git(pat("vso.code"), "clone", emulator.organizationUrl("acme") + "/_git/app");
    assertThat(clone.exit()).as(clone.output()).isZero();
    assertThat(folder.resolve("app/a")).hasContent("b");
  }
}
