package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppTokenSourceTest {

  private static final String OWN = "https://app.vssps.visualstudio.com/.default";

  /** A grant that gives the words of its request as the token. */
  private final AppTokenSource source =
      new AppTokenSource(
          "ado-app",
          Authority.of("https://login.microsoftonline.us/contoso.us"),
          OWN,
          (authority, ask) ->
              MintedToken.bearer(
                  authority.url() + "|" + String.join(",", new TreeSet<>(ask.scopes())),
                  Instant.EPOCH,
                  Duration.ofMinutes(5)));

  @Test
  void token_default_isForItsOwnScopeAndTenant() {
    assertThat(value(TokenRequest.DEFAULT))
        .isEqualTo("https://login.microsoftonline.us/contoso.us/|" + OWN);
  }

  @Test
  void token_otherResource_replacesTheScope() {
    assertThat(value(TokenRequest.scopes("api://orders/.default")))
        .endsWith("|api://orders/.default");
  }

  @Test
  void token_otherTenant_staysOnItsServer() {
    assertThat(value(TokenRequest.DEFAULT.tenant("Fabrikam.us")))
        .isEqualTo("https://login.microsoftonline.us/fabrikam.us/|" + OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/contoso.us", "common", "", "contoso"})
  void token_whatIsNoTenant_isRefused(String tenant) {
    TokenException failure = refused(TokenRequest.DEFAULT.tenant(tenant));

    assertThat(failure.reason()).isEqualTo(TokenException.Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("ado-app").hasNoCause();
  }

  @Test
  void token_scopesThatNarrow_areRefused() {
    TokenException failure = refused(TokenRequest.scopes("vso.code"));

    assertThat(failure.reason()).isEqualTo(TokenException.Reason.CONFIGURATION);
    assertThat(failure.nextStep()).contains("ends in /.default");
  }

  @Test
  void token_twoResources_areRefused() {
    assertThat(refused(TokenRequest.scopes("api://a/.default", "api://b/.default")).reason())
        .isEqualTo(TokenException.Reason.CONFIGURATION);
  }

  @Test
  void token_onBehalfOfAUser_mayNarrow() {
    assertThat(value(TokenRequest.scopes("b", "a").onBehalfOf("users-token"))).endsWith("|a,b");
    assertThat(value(TokenRequest.DEFAULT.onBehalfOf("users-token"))).endsWith("|" + OWN);
  }

  @Test
  void token_onBehalfOfAUserForWhatIsNoScope_isRefused() {
    assertThat(refused(TokenRequest.scopes("a b").onBehalfOf("users-token")).reason())
        .isEqualTo(TokenException.Reason.CONFIGURATION);
  }

  private String value(TokenRequest request) {
    return ((MintedToken) source.token(request)).value();
  }

  private TokenException refused(TokenRequest request) {
    return catchThrowableOfType(TokenException.class, () -> source.token(request));
  }
}
