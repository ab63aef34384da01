package dev.tokenward.testkit;

import dev.tokenward.testkit.devops.Organization;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory with what a person needs to use an emulator by hand, and the configuration of a vault
 * before it; secrets in files of 0600.
 */
final class Workbench {

  private static final String TENANT = "contoso.example";
  private static final String USER = "ada@" + TENANT;

  /** Of a vault whose console listens where it does by default. */
  private static final String REDIRECT = "http://localhost:8221/oauth/callback";

  private static final String VAULT =
      """
      stateDir: state
      destinations: {allow: ["127.0.0.1:%d"]}
      trustStore: trust-anchor.pem
      """;

  private final Emulator emulator;
  private final Path directory;
  private final EntraApp app;

  private Workbench(Emulator emulator, Path directory) {
    this.emulator = emulator;
    this.directory = directory;
    this.app = emulator.entra().app(TENANT).named("Boards").redirectUri(REDIRECT);
  }

  /** Fills {@code emulator} and {@code directory}, which is created if it is not there. */
  static Workbench create(Emulator emulator, Path directory) throws IOException {
    Workbench workbench = new Workbench(emulator, directory.toAbsolutePath());
    Files.createDirectories(workbench.directory);
    workbench.fill();
    return workbench;
  }

  private void fill() throws IOException {
    Organization acme = emulator.devOps().organization("acme", TENANT).addServicePrincipal(app);
    acme.addUser(emulator.entra().user(TENANT, USER));
    acme.project("web").repository("site").commit("README.md", "# Site\n");
    String pat = emulator.devOps().issuePat("acme", "vso.code_write vso.work_write");
    Files.copy(emulator.trustAnchor(), trustAnchor(), StandardCopyOption.REPLACE_EXISTING);
    write("client-secret", app.clientSecret());
    write("pat", pat);
    write("netrc", "machine 127.0.0.1 login any password " + pat + "\n");
    write("git-credentials", emulator.url().replace("//", "//any:" + pat + "@") + "\n");
    write("tokenward.yaml", VAULT.formatted(URI.create(emulator.url()).getPort()));
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private Path trustAnchor() {
    return directory.resolve("trust-anchor.pem");
  }

  /** What to type, without a secret in it. */
  String instructions() {
    return """
        Emulator of Entra ID and Azure DevOps, on loopback only. Ctrl-C ends it.

          organization   %1$s
          authority      %2$s
          client id      %3$s
          client secret  in %4$s/client-secret
          PAT            in %4$s/pat (vso.code_write vso.work_write)
          trust anchor   %5$s

        Read with curl:
          curl --cacert %5$s --netrc-file %4$s/netrc %1$s/_apis/projects

        Clone with git:
          GIT_SSL_CAINFO=%5$s git \\
            -c credential.helper='store --file %4$s/git-credentials' clone %1$s/web/_git/site

        Ask for a token:
          curl --cacert %5$s %2$s/oauth2/v2.0/token \\
            -d grant_type=client_credentials -d client_id=%3$s \\
            --data-urlencode client_secret@%4$s/client-secret \\
            -d scope=https://app.vssps.visualstudio.com/.default

        Have a person consent, in a vault of its own (tokenward stands for
        java -jar vault-server/target/tokenward.jar):
          tokenward up --config %4$s/tokenward.yaml
        and in another terminal:
          tokenward credential add boards --config %4$s/tokenward.yaml --kind oauth \\
            --field preset=entra --field tenant=%2$s \\
            --field clientId=%3$s \\
            --field organization=%1$s --field account=%6$s \\
            --secret clientSecret=@%4$s/client-secret
          tokenward credential authorize boards --config %4$s/tokenward.yaml
        Open the link that it prints, choose %6$s and approve; a browser warns of the
        certificate, which only this emulator has. Then:
          tokenward token boards --config %4$s/tokenward.yaml
        """
        .formatted(
            emulator.organizationUrl("acme"),
            emulator.authority(TENANT),
            app.clientId(),
            directory,
            trustAnchor(),
            USER);
  }
}
