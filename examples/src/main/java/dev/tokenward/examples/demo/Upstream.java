package dev.tokenward.examples.demo;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.devops.GitRepository;
import dev.tokenward.testkit.entra.EntraApp;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Azure DevOps and Entra ID, emulated: organization {@code acme} with a repository of 200 files, a
 * PAT, and an app that is a member.
 */
final class Upstream {

  static final int FILES = 200;

  private static final String TENANT = "contoso.example";

  private final Emulator emulator = Emulator.start();
  private final EntraApp app = emulator.entra().app(TENANT);
  private final GitRepository site;
  private final String pat;

  Upstream() {
    site =
        emulator
            .devOps()
            .organization("acme", TENANT)
            .addServicePrincipal(app)
            .project("web")
            .repository("site")
            .commit(pages(), "Write the pages");
    pat = emulator.devOps().issuePat("acme", "vso.code_write vso.work_write");
  }

  private static Map<String, String> pages() {
    return IntStream.rangeClosed(1, FILES)
        .boxed()
        .collect(Collectors.toMap("pages/%03d.md"::formatted, "# Page %d%n"::formatted));
  }

  Emulator emulator() {
    return emulator;
  }

  /** The organization. */
  String organization() {
    return emulator.organizationUrl("acme");
  }

  /** The authority of the tenant that the organization belongs to. */
  String authority() {
    return emulator.authority(TENANT);
  }

  EntraApp app() {
    return app;
  }

  String pat() {
    return pat;
  }

  /** The repository, seen from inside Azure DevOps. */
  GitRepository site() {
    return site;
  }

  void close() {
    emulator.close();
  }
}
