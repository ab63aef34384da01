package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.devops.GitRepository;
import dev.tokenward.vault.Git;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Installed git, through the gate, to a real repository that takes a PAT. */
@ExtendWith(EmulatorExtension.class)
class GitThroughProxyTest {

  private static final RequestRules FETCH_SITE =
      new RequestRules(
          Target.Access.READ, Set.of(Target.Git.FETCH), null, Set.of("web"), Set.of("site"));

  private final Emulator emulator;
  @TempDir Path folder;
  private GitRepository site;
  private ProxiedVault vault;

  GitThroughProxyTest(Emulator emulator) {
    this.emulator = emulator;
  }

  @BeforeEach
  void start() {
    site = emulator.devOps().organization("acme", "contoso").project("web").repository("site");
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      files.put("file-" + i + ".txt", "content " + i);
    }
    site.commit(files, "Begin");
    String pat = emulator.devOps().issuePat("acme", "vso.code_write vso.work_write");
    vault =
        ProxiedVault.to(emulator.organizationUrl("acme"))
            .trusting(emulator.trustAnchor())
            .token(() -> StoredToken.basic("", Secret.of(pat)))
            .start();
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private String url(String repository) {
    return vault.url() + "/proxy/ado/acme/web/_git/" + repository;
  }

  private Git.Run git(String token, String... arguments) throws Exception {
    return new Git(folder).run(token, arguments);
  }

  private void commitLocally(String name, byte[] content) throws Exception {
    Files.write(folder.resolve("site").resolve(name), content);
    git("", "-C", "site", "add", ".");
    Git.Run commit =
        git("", "-C", "site", "-c", "user.name=T", "-c", "user.email=t@t", "commit", "-m", "More");
    assertThat(commit.exit()).as(commit.output()).isZero();
  }

  @Test
  void clone_withANarrowVirtualPat_getsEveryFile() throws Exception {
    Git.Run clone = git(vault.pat(FETCH_SITE), "clone", url("site"));
    assertThat(clone.exit()).as(clone.output()).isZero();
    assertThat(folder.resolve("site")).isDirectoryContaining("glob:**/file-199.txt");
    assertThat(folder.resolve("site/file-7.txt")).hasContent("content 7");
  }

  @Test
  void push_withAWideVirtualPat_isInTheUpstreamRepository() throws Exception {
    String token = vault.pat(RequestRules.ANY);
    git(token, "clone", url("site"));
    // More than git puts into one body of known length: it comes in chunks.
    byte[] incompressible = new byte[2 << 20];
    new Random(1).nextBytes(incompressible);
    commitLocally("more.bin", incompressible);
    Git.Run push = git(token, "-C", "site", "push");
    assertThat(push.exit()).as(push.output()).isZero();
    assertThat(site.log()).startsWith("More");
  }

  @Test
  void push_withAFetchOnlyVirtualPat_isRefusedNamingTheRule() throws Exception {
    String token = vault.pat(FETCH_SITE);
    git(token, "clone", url("site"));
    commitLocally("more.txt", new byte[] {1});
    Git.Run push = git(token, "-C", "site", "push");
    assertThat(push.exit()).isNotZero();
    assertThat(push.output()).contains("403", "the rule git allows fetch only");
    assertThat(site.log()).containsExactly("Begin");
  }

  @Test
  void clone_ofAnotherRepository_isRefusedNamingTheRule() throws Exception {
    Git.Run clone = git(vault.pat(FETCH_SITE), "clone", url("other"));
    assertThat(clone.exit()).isNotZero();
    assertThat(clone.output()).contains("403", "the rule repositories allows site only");
  }

  @Test
  void fetch_afterRevocation_isUnauthenticated() throws Exception {
    String token = vault.pat(FETCH_SITE);
    git(token, "clone", url("site"));
    vault.revokeAll();
    Git.Run fetch = git(token, "-C", "site", "fetch");
    assertThat(fetch.exit()).isNotZero();
    assertThat(fetch.output()).contains("Authentication failed");
  }

  @Test
  void workItem_isWrittenAndReadByRest() throws Exception {
    String project = vault.url() + "/proxy/ado/acme/web/_apis/wit/workitems/";
    HttpResponse<String> made =
        send(
            HttpRequest.newBuilder(URI.create(project + "$Task?api-version=7.1"))
                .header("Content-Type", "application/json-patch+json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "[{\"op\":\"add\",\"path\":\"/fields/System.Title\",\"value\":\"T1\"}]")));
    assertThat(made.body()).contains("T1");
    String id = made.body().replaceAll("(?s).*?\"id\"\\s*:\\s*(\\d+).*", "$1");
    HttpResponse<String> read =
        send(HttpRequest.newBuilder(URI.create(project + id + "?api-version=7.1")));
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("T1");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request.header("Authorization", RawHttp.basic(vault.pat(RequestRules.ANY))).build(),
            BodyHandlers.ofString());
  }
}
