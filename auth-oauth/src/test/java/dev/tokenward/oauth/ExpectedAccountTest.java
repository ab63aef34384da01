package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser in which somebody is signed in already, and a consent that is for an account. */
@ExtendWith(EmulatorExtension.class)
class ExpectedAccountTest {

  private static final String BEN = "ben@contoso.example";

  private AtEntra entra;
  private OAuthProvider provider;

  @BeforeEach
  void signIn(Emulator emulator) {
    entra = new AtEntra(emulator);
    emulator.entra().user(AtEntra.TENANT, BEN);
    provider = new OAuthProvider(Grants.inMemory(entra.runtime()));
    // Of somebody who is signed in and has consented nothing is asked any more.
    emulator.browser().approve(begin(Map.of()).page(), AtEntra.ADA);
    emulator.entra().signedIn(entra.app, emulator.entra().user(AtEntra.TENANT, AtEntra.ADA));
  }

  private Consent begin(Map<String, String> fields) {
    Credential credential = entra.credential(fields);
    return provider.begin(credential, AtEntra.REDIRECT, entra.runtime());
  }

  private HttpSender.Response shown(Map<String, String> fields) throws IOException {
    URI page = begin(fields).page();
    return entra.tls.send(HttpSender.Request.get(page, Map.of(), Duration.ofSeconds(10)));
  }

  @Test
  void page_noAccountExpected_asksWhichOne() throws IOException {
    assertThat(shown(Map.of()).status()).isEqualTo(200);
    assertThat(shown(Map.of("authorizationParameters", "prompt=none")).status()).isEqualTo(302);
  }

  @Test
  void page_anotherAccountExpected_offersThatOne() throws IOException {
    HttpSender.Response page = shown(Map.of("account", BEN));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("value=\"" + BEN + "\" checked")
        .doesNotContain("value=\"" + AtEntra.ADA + "\" checked");
  }

  @Test
  void page_accountExpectedThatIsSignedIn_needsNoPage() {
    Consent consent = begin(Map.of("account", AtEntra.ADA));
    URI back = entra.emulator.browser().approve(consent.page(), BEN);
    assertThat(consent.finish(AtEntra.parameters(back)).grantor())
        .returns(AtEntra.ADA, Grantor::account);
  }
}
