package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.AuthorizedHttpClient;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.TokenException;
import dev.tokenward.oauth.DelegatedOAuth;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class SignInTest {

  private static final String ADA = "ada@contoso.example";

  @TempDir private Path folder;
  private Acme acme;
  private EntraApp program;

  @BeforeEach
  void found(Emulator emulator) {
    acme = Acme.in(emulator);
    program = emulator.entra().publicApp("contoso.example").redirectUri("http://localhost");
    acme.organization().addUser(emulator.entra().user("contoso.example", ADA));
  }

  private DelegatedOAuth app() {
    return DelegatedOAuth.entra(acme.authority(), program.clientId())
        .keptIn(folder.resolve("grant"))
        .runtime(acme.runtime())
        .build();
  }

  private void assertTaken(CachingTokenSource source) throws Exception {
    var http = new AuthorizedHttpClient(source, acme.client());
    HttpRequest request = HttpRequest.newBuilder(acme.projects()).build();
    assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("web");
  }

  @Test
  void browser_once_isEnoughForEveryRestart() throws Exception {
    try (CachingTokenSource source = SignIn.byBrowser(app(), this::approve)) {
      assertTaken(source);
    }
    try (CachingTokenSource source =
        SignIn.byBrowser(app(), words -> assertThat(words).as("nobody is asked").isEmpty())) {
      assertTaken(source);
    }
  }

  private void approve(String words) {
    URI page = URI.create(words.replaceFirst("Open ", ""));
    HttpRequest back = HttpRequest.newBuilder(acme.emulator().browser().approve(page, ADA)).build();
    HttpClient.newHttpClient().sendAsync(back, BodyHandlers.discarding()).join();
  }

  @Test
  void device_code_isEnteredElsewhere() throws Exception {
    try (CachingTokenSource source = SignIn.byDevice(app(), this::enter)) {
      assertTaken(source);
    }
  }

  private void enter(String words) {
    acme.emulator().entra().devices().approve(words.replaceFirst(".* enter ", ""), ADA);
  }

  @Test
  void appsOfEachFactory_openAndWaitForAPerson() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "not-a-real-one");
    DelegatedOAuth ofEntra = SignIn.entra("contoso.example", "desk", folder.resolve("e"));
    assertThat(ofEntra.isAuthorized()).isFalse();
    try (CachingTokenSource entra = ofEntra.open();
        CachingTokenSource openId =
            SignIn.openIdConnect("https://idp.example", secret, folder.resolve("g")).open();
        CachingTokenSource server =
            SignIn.server("https://as.example/authorize", "https://as.example/token").open()) {
      assertThatThrownBy(entra::token).hasMessageContaining("not authorized");
      assertThatThrownBy(openId::token).isInstanceOf(TokenException.class);
      assertThatThrownBy(server::token).hasMessageContaining("not authorized");
    }
  }
}
