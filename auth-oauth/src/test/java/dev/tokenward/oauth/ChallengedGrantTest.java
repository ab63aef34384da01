package dev.tokenward.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.DurableStates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that refuses a refresh says what the next sign-in has to fulfil. */
class ChallengedGrantTest {

  private static final String CLAIMS =
      "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"a policy\"]}}}";
  private static final String WANTED = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}";

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final DurableState state = DurableStates.inMemory(clock.runtime(upstream));
  private final Credential credential = credential(Kept.TOKEN_URL);

  @SuppressWarnings("NullAway.Init") // consent() sets it
  private OAuthProvider provider;

  private static Credential credential(String tokenUrl) {
    return Kept.credential(Secret.of("app-secret"), Map.of("tokenUrl", tokenUrl));
  }

  private Grants grants() {
    return Grants.in(state, folder.resolve("journal"), clock.runtime(upstream));
  }

  /** Another process, or this one started again. */
  private OAuthProvider started() {
    return new OAuthProvider(grants());
  }

  @BeforeEach
  void consent() {
    Client client = Client.of(credential);
    grants().of(client).replace(Kept.grant(client, Secret.of("refresh-1")));
    provider = started();
  }

  private void refuse(String claims) {
    upstream.then(
        request ->
            Kept.json(
                400,
                "{\"error\":\"interaction_required\",\"suberror\":\"basic_action\",\"claims\":%s}"
                    .formatted(claims)));
  }

  private static String quoted(String json) {
    return '"' + json.replace("\"", "\\\"") + '"';
  }

  private void fail() {
    fail(provider.open(credential, clock.runtime(upstream)));
  }

  private static void fail(TokenSource source) {
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure.toString() + failure.nextStep()).doesNotContain("polic", "acrs");
  }

  private CachingTokenSource engine() {
    return new TokenSources(
            Map.of(DelegatedOAuth.KIND, provider), clock.runtime(upstream), TokenListener.NONE)
        .open(credential(Kept.TOKEN_URL));
  }

  /** A resource refuses the token that is good for all others. */
  private static CachingTokenSource challenged(CachingTokenSource engine, String claims) {
    engine.invalidate(engine.token(), new Challenge(claims));
    return engine;
  }

  /** That request is refused, and the grant is not. */
  private CachingTokenSource refusedOnce(ScriptedUpstream.Answer... next) {
    upstream.then(request -> Kept.token("access-1", "refresh-2"));
    refuse(quoted(CLAIMS));
    List.of(next).forEach(upstream::then);
    CachingTokenSource engine = challenged(engine(), WANTED);
    fail(engine);
    assertThat(upstream.requests().get(1).body()).contains("claims=");
    return engine;
  }

  private Map<String, String> page() {
    return page(provider, credential);
  }

  private Map<String, String> page(OAuthProvider other, Credential of) {
    URI redirect = URI.create("https://vault.example/callback");
    return AtEntra.parameters(other.begin(of, redirect, clock.runtime(upstream)).page());
  }

  private GrantState kept() {
    return requireNonNull(GrantState.of(state.read(Client.of(credential).key())));
  }

  @Test
  void page_afterARefusalWithClaims_asksForThem() {
    assertThat(page()).doesNotContainKey("claims");
    refuse(quoted(CLAIMS));
    fail();
    assertThat(page()).containsEntry("claims", CLAIMS).containsKeys("state", "scope");
    assertThat(page(started(), credential)).containsEntry("claims", CLAIMS);
    assertThat(provider.status(credential).reason()).isEqualTo("interaction-required");
  }

  @Test
  void page_claimsThatAreNoText_asksForThemToo() {
    refuse(CLAIMS);
    fail();
    assertThat(page()).containsEntry("claims", CLAIMS);
  }

  @Test
  void page_afterAnotherSignIn_asksForNoneAnyMore() {
    refuse(quoted(CLAIMS));
    fail();
    Client client = Client.of(credential);
    grants().of(client).replace(Kept.grant(client, Secret.of("refresh-2")));
    assertThat(page()).doesNotContainKey("claims");
  }

  @Test
  void page_afterALaterRefusalWithoutClaims_asksForNoneAnyMore() {
    refuse(quoted(CLAIMS));
    upstream.then(request -> Kept.error("invalid_grant", "AADSTS50173: revoked"));
    fail();
    clock.advance(Duration.ofHours(1));
    fail();
    assertThat(page()).doesNotContainKey("claims");
  }

  @Test
  void page_ofAnotherProvider_isNotToldThem() {
    refusedOnce().close();
    clock.advance(Duration.ofHours(1));
    fail();
    assertThat(kept().end()).isNotNull();
    assertThat(page()).containsEntry("claims", CLAIMS);
    assertThat(page(provider, credential("https://elsewhere.example/token")))
        .doesNotContainKey("claims");
  }

  @Test
  void page_afterOneRequestWasRefused_asksForItsClaimsWhileTheGrantGoesOn() {
    refusedOnce().close();
    assertThat(provider.status(credential).authorized()).isTrue();
    assertThat(kept().end()).isNull();
    assertThat(page()).containsEntry("claims", CLAIMS);
    assertThat(page(started(), credential)).doesNotContainKey("claims");
  }

  @Test
  void page_onceSuchARequestIsGranted_asksForNoneAnyMore() {
    CachingTokenSource engine =
        refusedOnce(
            request -> Kept.token("access-2", "refresh-3"),
            request -> Kept.token("access-3", "refresh-4"));
    clock.advance(Duration.ofHours(1));
    challenged(engine, WANTED.replace("c1", "c2"));
    assertThat(page()).containsEntry("claims", CLAIMS);
    assertThat(engine.token().authorization()).isEqualTo("Bearer access-3");
    assertThat(page()).doesNotContainKey("claims");
    engine.close();
  }

  @Test
  void page_afterOneRequestWasRefusedAndTheGrantTakenBack_asksForNoneAnyMore() {
    refusedOnce().close();
    provider.deauthorize(credential, clock.runtime(upstream));
    assertThat(page()).doesNotContainKey("claims");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"no object\"", "\"[1]\"", "\"{\\\"a\\\":\"", "7", "null", "[\"a\"]"})
  void page_claimsThatAreNoObject_asksForNone(String claims) {
    refuse(claims);
    fail();
    assertThat(page()).doesNotContainKey("claims");
    assertThat(kept().end()).isNotNull();
  }

  @Test
  void page_claimsThatAreTooLong_asksForNone() {
    refuse(quoted("{\"a\":\"" + "x".repeat(Challenge.LONGEST) + "\"}"));
    fail();
    assertThat(page()).doesNotContainKey("claims");
  }

  @Test
  void page_grantThatCannotBeRead_isThereAllTheSame() {
    String key = Client.of(credential).key();
    state.write(key, state.read(key).generation(), Secret.of("no grant at all"));
    assertThat(page()).containsKey("state").doesNotContainKey("claims");
  }

  @Test
  void textForm_ofWhatHoldsClaims_hidesThem() {
    refuse(quoted(CLAIMS));
    fail();
    Outcome refused = Refusals.of("boards", new TokenReply(Map.of("claims", CLAIMS)));
    assertThat(kept() + " " + refused).doesNotContain("capolids");
  }

  @Test
  void grant_thatEndedBeforeClaimsWereKept_isRead() {
    refuse("null");
    fail();
    assertThat(kept().text().reveal()).doesNotContain("claims");
    assertThat(requireNonNull(kept().end()).challenge()).isNull();
  }
}
