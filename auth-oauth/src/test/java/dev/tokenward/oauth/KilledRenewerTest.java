package dev.tokenward.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.ChildJvm;
import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.grants.RefreshLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two programs renew one grant from one file, and the system kills one of them, again and again.
 */
@Tag("kill")
@Timeout(3_600)
@ExtendWith(EmulatorExtension.class)
class KilledRenewerTest {

  private static final int KILLS = (Integer.getInteger("tokenward.kills", 10) + 2) / 3;

  @TempDir private Path folder;
  private final Random moments = new Random(7);
  private final Hasty clock = new Hasty();
  private final Emulator emulator;
  private final TokenRuntime runtime;
  private EntraApp app;

  KilledRenewerTest(Emulator emulator) {
    this.emulator = emulator;
    HttpClient tls = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
    this.runtime = clock.runtime().withHttp(HttpSender.over(tls));
  }

  @BeforeEach
  void hurry() {
    emulator.clock(clock);
    app = emulator.entra().app(AtEntra.TENANT).redirectUri(AtEntra.REDIRECT.toString());
  }

  @ParameterizedTest
  @CsvSource({"tolerated", "PT4M", "single-use"})
  void renew_killedAgainAndAgain_losesOnlyAnAnswerThatWasOnTheWire(String reuse) throws Exception {
    app.refreshReuse(AtEntra.upstream(reuse));
    emulator.entra().user(AtEntra.TENANT, AtEntra.ADA);
    consent(reuse);
    for (int kill = 0; kill < KILLS; kill++) {
      boolean expected = killOneOfTwo(reuse);
      assertThat(ledger().mostInFlight()).isLessThanOrEqualTo(1);
      if (reuse.equals("single-use") && expected) {
        assertThat(lostFor(reuse)).isEqualTo(GrantState.ANSWER_LOST);
        consent(reuse);
      }
    }
    assertThat(provider().status(credential(reuse)).authorized()).isTrue();
    assertThat(provider().open(credential(reuse), runtime).token().authorization()).isNotBlank();
  }

  private Credential credential(String reuse) {
    return Renewer.credential(
        emulator.authority(AtEntra.TENANT), app.clientId(), app.clientSecret(), reuse);
  }

  private OAuthProvider provider() {
    return new OAuthProvider(Grants.inFile(file(), runtime));
  }

  private Path file() {
    return folder.resolve("grants");
  }

  private void consent(String reuse) {
    Consent consent = provider().begin(credential(reuse), AtEntra.REDIRECT, runtime);
    consent
        .finish(AtEntra.parameters(emulator.browser().approve(consent.page(), AtEntra.ADA)))
        .keep();
  }

  /** Whether the dead one had an answer on the wire, or in its hands, that it had not written. */
  private boolean killOneOfTwo(String reuse) throws Exception {
    Process killed = start(reuse);
    Process other = start(reuse);
    read(killed, 1 + moments.nextInt(4));
    killed.destroyForcibly().waitFor();
    other.destroyForcibly().waitFor();
    return isSpent();
  }

  private Process start(String reuse) throws Exception {
    return new ChildJvm(folder)
        .trusting(emulator)
        .start(
            Renewer.class,
            app.clientSecret(),
            file().toString(),
            emulator.authority(AtEntra.TENANT),
            app.clientId(),
            reuse);
  }

  private static List<String> read(Process process, int lines) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return reader.lines().limit(lines).toList();
  }

  private RefreshLedger ledger() {
    return emulator.entra().refreshes();
  }

  private boolean isSpent() {
    GrantState grant =
        requireNonNull(
            GrantState.of(DurableStates.inFile(file(), runtime).read("grant/7")), "the grant");
    Secret refreshToken = requireNonNull(grant.refreshToken(), "the refresh token");
    return ledger().of(refreshToken.reveal()).redeemed() > 0;
  }

  private String lostFor(String reuse) throws Exception {
    Process last = start(reuse);
    read(last, Integer.MAX_VALUE);
    assertThat(last.waitFor()).isZero();
    return String.valueOf(provider().status(credential(reuse)).reason());
  }
}
