package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.grants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An app that acts on behalf of the users who call it. */
@ExtendWith(EmulatorExtension.class)
class EmulatedOnBehalfOfTest {

  private static final String DOMAIN = "contoso.onmicrosoft.com";
  private static final String DEVOPS = "https://app.vssps.visualstudio.com/";

  private final FakeClock clock = new FakeClock();

  private Emulator emulator;
  private EntraApp app;
  private HttpSender tls;
  private CachingTokenSource source;

  @BeforeEach
  void open(Emulator entra) {
    emulator = entra;
    emulator.clock(clock);
    app = emulator.entra().app(DOMAIN);
    tls = Emulated.tls(emulator);
    source =
        AppCredentials.clientSecret(
                emulator.authority(DOMAIN), app.clientId(), Secret.of(app.clientSecret()))
            .runtime(clock.runtime(tls))
            .open();
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void token_onBehalfOfAUser_isTheUsersWithTheScopesAskedFor() throws Exception {
    AccessToken token = source.token(scopes("vso.work", "vso.code").onBehalfOf(user("ada")));

    assertThat(claim(token, "upn")).isEqualTo("ada");
    assertThat(claim(token, "scp")).isEqualTo("vso.code vso.work");
    assertThat(claim(token, "appid")).isEqualTo(app.clientId());
  }

  @Test
  void token_onBehalfOfTwoUsers_areTwoTokensAndNeitherTheApps() throws Exception {
    String ada = user("ada");
    String bob = user("bob");

    assertThat(claim(source.token(TokenRequest.DEFAULT.onBehalfOf(ada)), "upn")).isEqualTo("ada");
    assertThat(claim(source.token(TokenRequest.DEFAULT.onBehalfOf(bob)), "upn")).isEqualTo("bob");
    assertThat(claim(source.token(), "upn")).isNull();
    assertThat(source.token(TokenRequest.DEFAULT.onBehalfOf(ada)))
        .isSameAs(source.token(TokenRequest.DEFAULT.onBehalfOf(ada)));
    assertThat(grants(emulator)).isEqualTo(3);
  }

  @Test
  void token_usersTokenExpired_saysWhoHasToGetANewOne() {
    String ada = user("ada");
    clock.advance(Duration.ofHours(2));

    TokenException failure = refused(TokenRequest.DEFAULT.onBehalfOf(ada));

    assertThat(failure.reason()).isEqualTo(Reason.DENIED);
    assertThat(failure.code()).contains("AADSTS500133");
    assertThat(failure.nextStep()).contains("Get a new token of the user");
  }

  @Test
  void token_usersTokenExpired_isNotTakenForAFaultOfTheSecret() {
    String ada = user("ada");
    clock.advance(Duration.ofHours(2));
    try (CachingTokenSource two =
        AppCredentials.clientSecret(
                emulator.authority(DOMAIN), app.clientId(), Secret.of(app.clientSecret()))
            .secret("nextClientSecret", Secret.of("not yet spread"))
            .runtime(clock.runtime(tls))
            .open()) {
      TokenException failure =
          catchThrowableOfType(
              TokenException.class, () -> two.token(TokenRequest.DEFAULT.onBehalfOf(ada)));

      assertThat(failure.code()).contains("AADSTS500133");
      assertThat(grants(emulator)).isOne();
    }
  }

  @Test
  void token_whatIsNoUsersToken_isRefused() {
    String own = ((MintedToken) source.token()).value();
    String ofAnotherApp = emulator.entra().userToken(emulator.entra().app(DOMAIN), "ada");

    for (String wrong : new String[] {own, ofAnotherApp, "not-even-a-token"}) {
      assertThat(refused(TokenRequest.DEFAULT.onBehalfOf(wrong)).code()).contains("AADSTS50013");
    }
  }

  @Test
  void token_appThatMayNotActForUsers_saysSo() {
    app.denyOnBehalfOf();

    TokenException failure = refused(TokenRequest.DEFAULT.onBehalfOf(user("ada")));

    assertThat(failure.reason()).isEqualTo(Reason.DENIED);
    assertThat(failure.code()).contains("AADSTS7000114");
    assertThat(source.token()).isNotNull();
  }

  @Test
  void token_twoResources_areRefused() {
    TokenRequest two = TokenRequest.scopes(DEVOPS + "vso.code", "api://orders/read");

    assertThat(refused(two.onBehalfOf(user("ada"))).reason()).isEqualTo(Reason.CONFIGURATION);
  }

  @Test
  void token_onBehalfOfAUser_neverShowsTheUsersToken() throws Exception {
    LeakProbe probe = new LeakProbe();
    String ada = user("ada");
    probe.watch("user's token", ada);
    app.denyOnBehalfOf();
    try (CapturedLog log = new CapturedLog()) {
      TokenRequest request = TokenRequest.DEFAULT.onBehalfOf(ada);
      probe.see("exception", refused(request)).see("request", request.toString());
      emulator.requests().forEach(r -> probe.see("URL", r.path() + r.query() + r.headers()));
      probe.see("log", log.text()).assertClean();
    }
  }

  private static TokenRequest scopes(String... names) {
    return TokenRequest.scopes(
        Arrays.stream(names).map(name -> DEVOPS + name).toArray(String[]::new));
  }

  private String user(String name) {
    return emulator.entra().userToken(app, name);
  }

  private TokenException refused(TokenRequest request) {
    return catchThrowableOfType(TokenException.class, () -> source.token(request));
  }

  private static Object claim(AccessToken token, String name) throws ParseException {
    return SignedJWT.parse(((MintedToken) token).value()).getJWTClaimsSet().getClaim(name);
  }
}
