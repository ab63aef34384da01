package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scopes of a credential are changed after somebody consented. */
class ReachTest {

  private static final String ALL = "code wiki offline_access";

  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream =
      new ScriptedUpstream()
          .then(request -> Kept.token("access-1", "refresh-2"))
          .then(request -> Kept.token("access-2", "refresh-3"))
          .then(request -> Kept.token("access-3", "refresh-4"));
  private final Grants grants = Grants.inMemory(clock.runtime(upstream));
  private final OAuthProvider provider = new OAuthProvider(grants);

  private static Credential credential(String scopes) {
    return Kept.credential(Secret.of("app-secret"), Map.of("scope", scopes));
  }

  private void consent(String scopes) {
    Client client = Client.of(credential(scopes));
    grants.of(client).replace(Kept.consented(client, Secret.of("refresh-1")));
  }

  private TokenSource source(String scopes) {
    return provider.open(credential(scopes), clock.runtime(upstream));
  }

  private String token(String scopes) {
    return source(scopes).token().authorization();
  }

  private Status status(String scopes) {
    return provider.status(credential(scopes));
  }

  private List<String> sent() {
    return upstream.requests().stream()
        .map(request -> request.body().replaceAll("^(?:.*&)?scope=([^&]*).*$|^.*$", "$1"))
        .toList();
  }

  private void assertNeedsConsent(String scopes) {
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> source(scopes).token());
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure).hasMessageContaining("other scopes than were consented to");
    assertThat(failure.nextStep()).isNotBlank();
    assertThat(status(scopes).authorized()).isFalse();
    assertThat(status(scopes).reason()).isEqualTo("scope-changed");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void token_sameScopesInAnotherOrder_asksForNoneAndTakesWhatIsKept() {
    consent(ALL);
    token(ALL);
    assertThat(token("offline_access wiki code")).isEqualTo("Bearer access-1");
    assertThat(sent()).containsExactly("");
  }

  @Test
  void token_fewerScopes_areAskedForAtOnce() {
    consent(ALL);
    token(ALL);
    assertThat(token("wiki")).isEqualTo("Bearer access-2");
    assertThat(sent()).containsExactly("", "wiki+offline_access");
    assertThat(status("wiki").authorized()).isTrue();
    assertThat(status("wiki").added()).isEmpty();
  }

  @Test
  void token_fewerScopes_isForThoseWhereTheProviderDoesNotSay() {
    consent(ALL);
    assertThat(((MintedToken) source("wiki").token()).scopes())
        .containsExactly("wiki", "offline_access");
  }

  @Test
  void token_keptForTheFewerScopes_isTakenByOtherProcesses() {
    consent(ALL);
    token("wiki");
    assertThat(token("wiki")).isEqualTo("Bearer access-1");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_keptForFewerScopes_isNotTakenOnceTheyAreAllWantedAgain() {
    consent(ALL);
    token("wiki");
    assertThat(token(ALL)).isEqualTo("Bearer access-2");
    assertThat(sent()).containsExactly("wiki+offline_access", "");
  }

  @Test
  void token_moreScopes_goesOnWithoutThemAndThatIsShown() {
    consent(ALL);
    token(ALL);
    assertThat(token(ALL + " build")).isEqualTo("Bearer access-1");
    assertThat(status(ALL + " build").authorized()).isTrue();
    assertThat(status(ALL + " build").added()).containsExactly("build");
    assertThat(sent()).containsExactly("");
  }

  @Test
  void token_oneScopeInThePlaceOfAnother_isForWhatIsLeft() {
    consent(ALL);
    token("code build offline_access");
    assertThat(sent()).containsExactly("code+offline_access");
    assertThat(status("code build offline_access").added()).containsExactly("build");
  }

  @ParameterizedTest
  @CsvSource({
    "code wiki offline_access, build offline_access",
    "code openid offline_access, openid offline_access",
    "code, ''",
    "'', code"
  })
  void token_nothingLeftOfWhatWasConsentedTo_needsConsent(String before, String after) {
    consent(before);
    assertNeedsConsent(after);
    assertThat(status(before).authorized()).isTrue();
  }

  @Test
  void token_identityAlone_isNarrowedToWhatIsLeft() {
    consent("openid email offline_access");
    token("openid offline_access");
    assertThat(sent()).containsExactly("openid+offline_access");
  }

  @Test
  void token_providerChoseTheScopes_countsWhatItSaid() {
    Client client = Client.of(credential(""));
    GrantState chosen = Kept.grant(client, Secret.of("refresh-1"));
    grants.of(client).replace(GrantState.of(withAsked(chosen)));
    token("code");
    assertThat(sent()).containsExactly("");
    assertThat(status("code build").added()).containsExactly("build");
  }

  /** {@code older} with an empty list of what was asked for. */
  private static Secret withAsked(GrantState older) {
    return Secret.of(older.text().reveal().replaceFirst("\\{", "{\"asked\":\"\","));
  }

  @Test
  void token_fewerScopesWithoutARefreshToken_needsConsent() {
    Client client = Client.of(credential(ALL));
    grants.of(client).replace(Kept.consented(client, null));
    assertNeedsConsent("wiki");
  }

  @Test
  void token_ofAGrantThatDoesNotSayWhatWasAskedFor_goesOnAsBefore() {
    Client client = Client.of(credential(ALL));
    GrantState older = Kept.grant(client, Secret.of("refresh-1"));
    assertThat(older.text().reveal()).doesNotContain("asked");
    grants.of(client).replace(older);
    assertThat(token("build")).isEqualTo("Bearer access-1");
    assertThat(token(ALL)).isEqualTo("Bearer access-1");
    assertThat(sent()).containsExactly("");
    assertThat(status("build").added()).isEmpty();
  }

  @Test
  void token_scopesByName_areThoseOfTheFieldAndNoOthers() {
    consent(ALL);
    source("code wiki").token(TokenRequest.scopes("code"));
    assertThat(sent()).containsExactly("code");
    TokenException refused =
        catchThrowableOfType(
            TokenException.class, () -> source("wiki").token(TokenRequest.scopes("code")));
    assertThat(refused.reason()).isEqualTo(TokenException.Reason.CONFIGURATION);
    assertThat(refused).hasMessageContaining("beyond its own: code");
    assertThat(sent()).containsExactly("code");
  }
}
