package dev.tokenward.testkit;

import dev.tokenward.testkit.devops.Organization;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory with what a person needs to use an emulator by hand; secrets in files of 0600. */
final class Workbench {

  private static final String TENANT = "contoso";

  private final Emulator emulator;
  private final Path directory;
  private final EntraApp app;

  private Workbench(Emulator emulator, Path directory) {
    this.emulator = emulator;
    this.directory = directory;
    this.app = emulator.entra().app(TENANT);
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
    acme.project("web").repository("site").commit("README.md", "# Site\n");
    String pat = emulator.devOps().issuePat("acme", "vso.code_write vso.work_write");
    Files.copy(emulator.trustAnchor(), trustAnchor(), StandardCopyOption.REPLACE_EXISTING);
    write("client-secret", app.clientSecret());
    write("pat", pat);
    write("netrc", "machine 127.0.0.1 login any password " + pat + "\n");
    write("git-credentials", emulator.url().replace("//", "//any:" + pat + "@") + "\n");
  }

  private void write(String name, String secret) throws IOException {
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret);
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
        """
        .formatted(
            emulator.organizationUrl("acme"),
            emulator.authority(TENANT),
            app.clientId(),
            directory,
            trustAnchor());
  }
}
