package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.grants.Refreshes;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a grant that nobody keeps, or that another takes the place of. */
@ExtendWith(EmulatorExtension.class)
class AnsweredTest {

  private static final String BOB = "bob@contoso.example";

  @TempDir private Path folder;
  private AtEntra entra;
  private BrittleState state;
  private Credential credential;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    emulator.entra().user(AtEntra.TENANT, BOB);
    emulator.entra().generic(true);
    state = new BrittleState(DurableStates.inMemory(entra.runtime()));
    credential = credential("openid offline_access");
  }

  private Credential credential(String scopes) {
    return entra.credential(
        Map.of(
            "preset", "openid-connect",
            "issuer", entra.emulator.authority(entra.app.tenant().id()) + "/v2.0",
            "scope", scopes + " 499b84ac-1321-427f-aa17-267ca6975798/vso.code"));
  }

  private OAuthProvider provider() {
    return new OAuthProvider(Grants.in(state, folder.resolve("journal"), entra.runtime()));
  }

  private Answer answer(String user) {
    return answer(user, entra.runtime());
  }

  private Answer answer(String user, TokenRuntime runtime) {
    Consent consent = provider().begin(credential, AtEntra.REDIRECT, runtime);
    return consent.finish(entra.approved(consent, user));
  }

  /** By the consents, in their order. */
  private List<Boolean> revoked() {
    return entra.emulator.entra().refreshes().all().stream().map(Refreshes::revoked).toList();
  }

  private TokenRuntime withoutRevocation() {
    HttpSender http =
        request -> {
          if (request.uri().getPath().endsWith("/revoke")) {
            throw new ConnectException("refused");
          }
          return entra.tls.send(request);
        };
    return entra.runtime(http);
  }

  @Test
  void discard_nothingKept_isEndedUpstream() {
    answer(AtEntra.ADA).discard();
    assertThat(revoked()).containsExactly(true);
    assertThat(provider().status(credential).reason()).isEqualTo(GrantState.NEVER);
  }

  @Test
  void discard_anotherAccountKept_endsNothingButItself() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(BOB).discard();
    assertThat(revoked()).containsExactly(false, true);
    assertThat(provider().status(credential).grantor()).returns(AtEntra.ADA, Grantor::account);
  }

  @Test
  void discard_sameAccountKept_asksForNoEnd() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(AtEntra.ADA).discard();
    assertThat(revoked()).containsExactly(false, false);
  }

  @Test
  void discard_sameAccountTakenBack_isEndedUpstream() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    provider().deauthorize(credential, entra.runtime());
    answer(AtEntra.ADA).discard();
    assertThat(revoked()).containsExactly(true, true);
  }

  @Test
  void discard_nobodySaysWhose_asksForNoEnd() {
    credential = credential("offline_access");
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(BOB).discard();
    assertThat(revoked()).containsExactly(false, false);
  }

  @Test
  void discard_keptGrantThatCannotBeRead_asksForNoEnd() {
    String key = Client.of(credential).key();
    state.write(key, state.read(key).generation(), Secret.of("no grant at all"));
    answer(BOB).discard();
    assertThat(revoked()).containsExactly(false);
  }

  @Test
  void discard_providerAway_throwsNothing() {
    answer(AtEntra.ADA, withoutRevocation()).discard();
    assertThat(revoked()).containsExactly(false);
  }

  @Test
  void discard_afterItWasKept_endsNothing() {
    Answer answer = answer(AtEntra.ADA);
    answer.keep().ifPresent(Runnable::run);
    answer.discard();
    assertThat(revoked()).containsExactly(false);
  }

  @Test
  void keep_inThePlaceOfAnotherAccount_endsThat() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(BOB).keep().ifPresent(Runnable::run);
    assertThat(revoked()).containsExactly(true, false);
    assertThat(provider().open(credential, entra.runtime()).token().authorization())
        .startsWith("Bearer ");
  }

  @Test
  void keep_inThePlaceOfTheSameAccount_endsNothing() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    assertThat(revoked()).containsExactly(false, false);
  }

  @Test
  void keep_storeAway_endsNothing() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    Answer bob = answer(BOB);
    state.refuseWrites(true);
    assertThat(catchThrowable(bob::keep)).isInstanceOf(UnavailableException.class);
    assertThat(revoked()).containsExactly(false, false);
  }

  @Test
  void keep_providerAway_keepsAndThrowsNothing() {
    answer(AtEntra.ADA).keep().ifPresent(Runnable::run);
    answer(BOB, withoutRevocation()).keep().ifPresent(Runnable::run);
    assertThat(revoked()).containsExactly(false, false);
    assertThat(provider().status(credential).grantor()).returns(BOB, Grantor::account);
  }
}
