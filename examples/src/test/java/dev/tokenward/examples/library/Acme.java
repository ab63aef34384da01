package dev.tokenward.examples.library;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.devops.Organization;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** An organization with one project, and an app that is a member. */
record Acme(Emulator emulator, Organization organization, EntraApp app) {

  private static final String TENANT = "contoso.example";

  static Acme in(Emulator emulator) {
    EntraApp app = emulator.entra().app(TENANT);
    Organization acme = emulator.devOps().organization("acme", TENANT).addServicePrincipal(app);
    acme.project("web");
    return new Acme(emulator, acme, app);
  }

  String authority() {
    return emulator.authority(TENANT);
  }

  HttpClient client() {
    return HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
  }

  TokenRuntime runtime() {
    return Library.trusting(emulator.sslContext());
  }

  /** A source of the app's tokens; its secret goes by a file in {@code folder}. */
  CachingTokenSource open(Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("app-secret"), app.clientSecret());
    return EveryKind.clientSecret(authority(), app.clientId(), secret).runtime(runtime()).open();
  }

  URI projects() {
    return URI.create(emulator.organizationUrl("acme") + "/_apis/projects");
  }

  int requests() {
    return emulator.requests("GET", "/_apis/projects");
  }

  int grants() {
    return emulator.requests("POST", "/oauth2/v2.0/token");
  }
}
