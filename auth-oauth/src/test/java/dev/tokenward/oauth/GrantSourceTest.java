package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.state.DurableStates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantSourceTest {

  private static final Duration SETTLED = Reuse.LONGEST_PAUSE.plus(TokenCall.LIMIT);

  private static final Duration CLAIM = Reuse.SINGLE_USE.claim();

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final TokenRuntime runtime = clock.runtime(upstream);
  private final BrittleState state = new BrittleState(DurableStates.inMemory(runtime));
  private Credential credential = credential("single-use");

  private static Credential credential(String reuse) {
    return Kept.credential(Secret.of("app-secret"), Map.of("refreshTokenReuse", reuse));
  }

  @BeforeEach
  void consent() {
    Client client = Client.of(credential);
    grants().of(client).replace(Kept.grant(client, Secret.of("refresh-1")));
  }

  private Grants grants() {
    return Grants.in(state, folder.resolve("journal"), runtime);
  }

  /** A process of its own on the same state. */
  private TokenSource source() {
    return source(runtime);
  }

  private TokenSource source(TokenRuntime other) {
    return new OAuthProvider(grants()).open(credential, other);
  }

  private String sent(int request) {
    return upstream.requests().get(request).body();
  }

  private GrantState kept() {
    return requireNonNull(GrantState.of(state.read(Client.of(credential).key())));
  }

  private static TokenException failure(TokenSource source) {
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure).isNotNull();
    assertThat(failure.nextStep()).isNotBlank();
    return failure;
  }

  @Test
  void token_twice_spendsEachRefreshTokenOnce() {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.token("access-2", "refresh-3"));
    TokenSource source = source();
    source.token();
    assertThat(source.token().authorization()).isEqualTo("Bearer access-2");
    assertThat(sent(0)).contains("refresh_token=refresh-1");
    assertThat(sent(1)).contains("refresh_token=refresh-2");
  }

  @Test
  void token_ofAnotherProcess_isTakenWithoutARequest() {
    upstream.then(request -> Kept.token("access-1", "refresh-2"));
    source().token();
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_ofAnotherProcessNearItsEnd_isRenewed() {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.token("access-2", "refresh-3"));
    source().token();
    clock.advance(Duration.ofMinutes(46));
    assertThat(source().token().authorization()).isEqualTo("Bearer access-2");
  }

  @Test
  void token_withoutANewRefreshToken_keepsTheOld() {
    upstream
        .then(
            request ->
                Kept.json(
                    200,
                    "{\"token_type\":\"bearer\",\"access_token\":\"a\",\"expires_in\":\"3599\"}"))
        .then(request -> Kept.token("access-2", "refresh-2"));
    TokenSource source = source();
    source.token();
    source.token();
    assertThat(sent(1)).contains("refresh_token=refresh-1");
  }

  @Test
  void token_ofOtherScopes_isAskedForAndLeavesTheUsualOne() {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.token("narrow", "refresh-3"));
    TokenSource source = source();
    source.token();
    assertThat(source.token(TokenRequest.scopes("wiki")).authorization())
        .isEqualTo("Bearer narrow");
    assertThat(sent(1)).contains("scope=wiki", "refresh_token=refresh-2");
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
  }

  @Test
  void token_storeAwayAfterTheAnswer_isJournaledAndPutIntoTheStoreLater() throws IOException {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.token("access-2", "refresh-3"));
    state.refuseWrites(true);
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
    assertThat(kept().refreshToken()).matches(secret -> secret.reveal().equals("refresh-1"));
    assertThat(folder.resolve("journal"))
        .isDirectoryContaining(file -> !read(file).isEmpty() && !read(file).contains("refresh"));

    state.refuseWrites(false);
    clock.advance(Duration.ofHours(1));
    assertThat(source().token().authorization()).isEqualTo("Bearer access-2");
    assertThat(sent(1)).contains("refresh_token=refresh-2");
    assertThat(folder.resolve("journal")).isEmptyDirectory();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void token_storeAndJournalAway_isKeptInMemoryAndHeldBack() throws IOException {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.token("access-2", "refresh-3"));
    Files.writeString(folder.resolve("journal"), "no directory");
    state.refuseWrites(true);
    TokenSource source = source();
    assertThat(failure(source).reason()).isEqualTo(Reason.UNREACHABLE);

    state.refuseWrites(false);
    assertThat(source.token().authorization()).isEqualTo("Bearer access-1");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_storeAwayBeforeSending_sendsNothing() {
    upstream.then(request -> Kept.token("access-1", "refresh-2"));
    state.refuseMarks(true);
    assertThat(failure(source()).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void token_neverArrived_isSentAgainAtOnce() {
    upstream
        .then(
            request -> {
              throw new ConnectException("refused");
            })
        .then(request -> Kept.token("access-1", "refresh-2"));
    assertThat(failure(source()).retryable()).isTrue();
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
  }

  @Test
  void token_singleUseUnanswered_waitsForTheAnswerAndTriesOnceMore() {
    upstream.thenUnreachable().then(request -> Kept.error("invalid_grant", "used before"));
    failure(source());
    clock.advance(CLAIM);
    TokenException waiting = failure(source());
    assertThat(waiting.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(waiting.retryAfter()).hasValue(SETTLED.minus(CLAIM));
    assertThat(upstream.requests()).hasSize(1);

    clock.advance(SETTLED.minus(CLAIM));
    assertThat(failure(source())).hasMessageContaining("answer to the last refresh was lost");
    assertThat(kept().end()).matches(end -> end.reason().equals(GrantState.ANSWER_LOST));
    clock.advance(Duration.ofDays(1));
    assertThat(failure(source()).reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(upstream.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tolerated", "PT10M"})
  void token_unansweredWhereReuseIsTaken_isSentAgain(String reuse) {
    credential = credential(reuse);
    consent();
    upstream.thenUnreachable().then(request -> Kept.token("access-1", "refresh-2"));
    TokenSource source = source();
    failure(source);
    clock.advance(CLAIM);
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
    assertThat(sent(1)).isEqualTo(sent(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tolerated", "PT1M", "single-use"})
  void token_processFrozenBetweenSendingAndWriting_losesNothing(String reuse) {
    credential = credential(reuse);
    consent();
    ScriptedUpstream slow =
        new ScriptedUpstream()
            .then(
                request -> {
                  clock.advance(SETTLED);
                  upstream.then(other -> Kept.error("invalid_grant", "used before"));
                  failure(source());
                  return Kept.token("access-1", "refresh-2");
                });
    assertThat(source(clock.runtime(slow)).token().authorization()).isEqualTo("Bearer access-1");
    assertThat(kept().end()).isNull();
    assertThat(kept().refreshToken()).matches(secret -> secret.reveal().equals("refresh-2"));
  }

  @Test
  void token_frozenBeforeSending_isNotSentAnyMore() {
    upstream.then(request -> Kept.token("access-1", "refresh-2"));
    state.afterMark(() -> clock.advance(CLAIM));
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(state.marks()).isEqualTo(2);
  }

  @Test
  void token_heldByAnotherProcess_waitsAndTakesWhatItGot() throws Exception {
    ScriptedUpstream slow = new ScriptedUpstream();
    Thread[] waiter = new Thread[1];
    String[] got = new String[1];
    slow.then(
        request -> {
          waiter[0] = new Thread(() -> got[0] = source().token().authorization());
          waiter[0].start();
          awaitPending();
          return Kept.token("access-1", "refresh-2");
        });
    source(clock.runtime(slow)).token();
    clock.advance(Duration.ofSeconds(1));
    waiter[0].join();
    assertThat(got[0]).isEqualTo("Bearer access-1");
    assertThat(upstream.requests()).isEmpty();
  }

  private void awaitPending() {
    try {
      clock.awaitPending(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example/token", "https://login.example/other/token"})
  void token_afterTheWayWasChanged_staysAtHome(String tokenUrl) {
    Credential moved = Kept.credential(Secret.of("app-secret"), Map.of("tokenUrl", tokenUrl));
    TokenException failure = failure(new OAuthProvider(grants()).open(moved, runtime));
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure).hasMessageContaining("another place");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void deauthorize_afterTheWayWasChanged_sendsNothingAndSaysWhatIsLeft() {
    Credential moved =
        Kept.credential(
            Secret.of("app-secret"), Map.of("revocationUrl", "https://elsewhere.example/revoke"));
    OAuthProvider provider = new OAuthProvider(grants());
    assertThat(provider.deauthorize(moved, runtime)).contains("still knows");
    assertThat(provider.status(moved).authorized()).isFalse();
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void token_ofScopesThatAreRefused_leavesTheGrantToTheOthers() {
    upstream
        .then(request -> Kept.token("access-1", "refresh-2"))
        .then(request -> Kept.error("invalid_grant", "AADSTS65001: not consented"));
    TokenSource source = source();
    source.token();
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> source.token(TokenRequest.scopes("more.than.allowed")));
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(kept().end()).isNull();
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
  }

  @Test
  void token_gatewayThatGaveUp_isNotTakenForUnspent() {
    upstream.then(504, Map.of("Retry-After", List.of("1")), "");
    OAuthProvider provider = new OAuthProvider(grants());
    try (CachingTokenSource engine =
        new TokenSources(Map.of(DelegatedOAuth.KIND, provider), runtime, TokenListener.NONE)
            .open(credential)) {
      assertThat(catchThrowableOfType(TokenException.class, engine::token).retryable()).isTrue();
    }
    clock.advance(CLAIM);
    assertThat(failure(source())).hasMessageContaining("is not known yet");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_refusalInAnAnswerOf200_isARefusal() {
    upstream.then(request -> Kept.json(200, "{\"error\":\"invalid_grant\"}"));
    assertThat(failure(source()).reason()).isEqualTo(Reason.NEEDS_CONSENT);
  }

  @Test
  void token_oddTypeOfToken_isNoneAndThePairMovesOn() {
    upstream.then(
        request ->
            Kept.json(
                200,
                "{\"access_token\":\"a\",\"token_type\":\"mac\",\"refresh_token\":\"refresh-2\"}"));
    failure(source());
    assertThat(kept().refreshToken()).matches(secret -> secret.reveal().equals("refresh-2"));
  }

  @Test
  void token_lateAnswerToALaterTry_counts() {
    upstream.then(request -> Kept.error("invalid_grant", "AADSTS53003: policy"));
    failure(source());
    clock.advance(Duration.ofHours(1));
    ScriptedUpstream slow =
        new ScriptedUpstream()
            .then(
                request -> {
                  clock.advance(SETTLED);
                  failure(source());
                  return Kept.token("access-1", "refresh-2");
                });
    assertThat(source(clock.runtime(slow)).token().authorization()).isEqualTo("Bearer access-1");
    assertThat(kept().end()).isNull();
  }

  @Test
  void deauthorize_grantThatCannotBeRead_makesRoomForANewOne() {
    String key = Client.of(credential).key();
    state.write(key, state.read(key).generation(), Secret.of("no grant at all"));
    OAuthProvider provider = new OAuthProvider(grants());
    assertThat(failure(source()).reason()).isEqualTo(Reason.UNREACHABLE);
    provider.deauthorize(credential, runtime);
    assertThat(provider.status(credential).reason()).isEqualTo(GrantState.DEAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwks_uri", "authorization_endpoint", "token_endpoint"})
  void begin_documentThatLeadsIntoTheClear_isRefused(String name) {
    Credential discovered =
        new Credential(
            "8",
            "boards",
            DelegatedOAuth.KIND,
            Map.of("preset", "openid-connect", "issuer", "https://login.example", "clientId", "x"),
            Map.of());
    upstream.then(
        request ->
            Kept.json(
                200,
                "{\"issuer\":\"https://login.example\",\"%s\":\"http://login.example/x\"}"
                    .formatted(name)));
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () ->
                new OAuthProvider(grants())
                    .begin(discovered, URI.create("https://vault.example/cb"), runtime)
                    .page());
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining(name + " is no https URL");
  }

  @Test
  void token_neverAuthorized_saysSo() {
    TokenException failure =
        failure(new OAuthProvider(Grants.inMemory(runtime)).open(credential, runtime));
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure).hasMessageContaining("not authorized");
  }

  @Test
  void token_refused_isAskedForAgainOnlyAfterAnHour() {
    upstream
        .then(request -> Kept.error("invalid_grant", "AADSTS53003: policy"))
        .then(request -> Kept.token("access-1", "refresh-2"));
    assertThat(failure(source())).hasMessageContaining("Conditional Access");
    assertThat(failure(source())).hasMessageContaining("Conditional Access");
    assertThat(upstream.requests()).hasSize(1);
    clock.advance(Duration.ofHours(1));
    assertThat(source().token().authorization()).isEqualTo("Bearer access-1");
    assertThat(kept().end()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, AADSTS700082: expired, NEEDS_CONSENT, expired",
    "invalid_grant, AADSTS50173: revoked, NEEDS_CONSENT, revoked",
    "invalid_grant, AADSTS65001: none, NEEDS_CONSENT, consent-missing",
    "interaction_required, AADSTS50076: factor, NEEDS_CONSENT, interaction-required",
    "invalid_grant, nothing known, NEEDS_CONSENT, refused",
    "invalid_grant, AADSTS50196: loop, THROTTLED, ",
    "invalid_client, AADSTS7000222: old, CREDENTIAL_EXPIRED, ",
    "invalid_client, AADSTS7000215: wrong, REJECTED, ",
    "unauthorized_client, AADSTS700016: unknown, REJECTED, ",
    "invalid_scope, AADSTS70011: which, CONFIGURATION, ",
    "temporarily_unavailable, later, THROTTLED, ",
    "something_else, new, REJECTED, "
  })
  void token_refused_tellsWhyAndEndsOnlyWhatEnded(
      String error, String words, Reason reason, String ended) {
    upstream.then(request -> Kept.error(error, words));
    TokenException failure = failure(source());
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.code()).isPresent();
    assertThat(kept().end() == null ? null : kept().end().reason()).isEqualTo(ended);
    assertThat(kept().refreshToken()).isNotNull();
  }

  @Test
  void deauthorize_whileARefreshIsUnderWay_winsAndEndsWhatCame() {
    OAuthProvider provider = new OAuthProvider(grants());
    ScriptedUpstream slow =
        new ScriptedUpstream()
            .then(
                request -> {
                  provider.deauthorize(credential, runtime);
                  return Kept.token("access-1", "refresh-2");
                });
    assertThat(failure(source(clock.runtime(slow))).reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(provider.status(credential).reason()).isEqualTo(GrantState.DEAUTHORIZED);
  }

  @Test
  void textForm_ofEverythingOnTheWay_hidesTheTokens() {
    HttpSender.Response response = Kept.token("access-1", "refresh-2");
    assertThat(
            TokenReply.of(response)
                + source().toString()
                + kept()
                + new Outcome.Granted(TokenReply.of(response)))
        .doesNotContain("access-1", "refresh-1", "refresh-2");
  }
}
