package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.grants.Refreshes;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody consents anew while a refresh of the grant before is on its way. */
@ExtendWith(EmulatorExtension.class)
class OvertakenRefreshTest {

  private static final String BEN = "ben@contoso.example";
  private static final String CODE = "499b84ac-1321-427f-aa17-267ca6975798/vso.code";

  private AtEntra entra;
  private OAuthProvider provider;
  private Credential credential;

  @BeforeEach
  void consent(Emulator emulator) {
    entra = new AtEntra(emulator);
    emulator.entra().user(AtEntra.TENANT, BEN);
    emulator.entra().generic(true);
    provider = new OAuthProvider(Grants.inMemory(entra.runtime()));
    credential =
        entra.credential(
            Map.of(
                "preset", "openid-connect",
                "issuer", emulator.authority(entra.app.tenant().id()) + "/v2.0",
                "scope", "openid offline_access " + CODE));
    entra.consent(provider, credential);
    entra.clock.advance(Duration.ofHours(2));
  }

  /** The provider cannot be told to end what is replaced, so that only the refresh may do so. */
  private void consentAnew(String user) {
    HttpSender withoutRevocation =
        request -> {
          if (isAt(request, "/revoke")) {
            throw new ConnectException("refused");
          }
          return entra.tls.send(request);
        };
    Consent consent =
        provider.begin(credential, AtEntra.REDIRECT, entra.runtime(withoutRevocation));
    consent.finish(entra.approved(consent, user)).keep();
  }

  private static boolean isAt(HttpSender.Request request, String path) {
    URI uri = request.uri();
    return uri.getPath().endsWith(path);
  }

  /** A source whose first refresh is answered after {@code user} has consented. */
  private TokenSource overtakenBy(String user) {
    boolean[] overtaken = {false};
    HttpSender held =
        request -> {
          HttpSender.Response answer = entra.tls.send(request);
          if (isAt(request, "/token") && !overtaken[0]) {
            overtaken[0] = true;
            consentAnew(user);
          }
          return answer;
        };
    return provider.open(credential, entra.runtime(held));
  }

  private String account(String authorization) throws Exception {
    String token = authorization.substring("Bearer ".length());
    return entra.emulator.entra().tokens().claims(token).orElseThrow().getStringClaim("upn");
  }

  /** Of the first consent, of the refresh that was overtaken, of the second consent, and on. */
  private List<Boolean> revoked() {
    return entra.emulator.entra().refreshes().all().stream().map(Refreshes::revoked).toList();
  }

  @Test
  void token_overtakenByAnotherAccount_isOfThatAndTheOldOneIsEnded() throws Exception {
    assertThat(account(overtakenBy(BEN).token().authorization())).isEqualTo(BEN);
    assertThat(revoked()).containsExactly(true, true, false);
  }

  @Test
  void token_forScopesOvertakenByAnotherAccount_isOfThat() throws Exception {
    TokenRequest request = TokenRequest.scopes(CODE);
    assertThat(account(overtakenBy(BEN).token(request).authorization())).isEqualTo(BEN);
    assertThat(revoked()).containsExactly(true, true, false, false);
  }

  @Test
  void token_overtakenByTheSameAccount_isOfTheNewGrantAndNothingIsEnded() {
    String given = overtakenBy(AtEntra.ADA).token().authorization();
    assertThat(given).isEqualTo(provider.open(credential, entra.runtime()).token().authorization());
    assertThat(revoked()).containsExactly(false, false, false);
  }
}
