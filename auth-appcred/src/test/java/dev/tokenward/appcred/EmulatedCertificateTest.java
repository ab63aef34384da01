package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.claims;
import static dev.tokenward.appcred.Emulated.failure;
import static dev.tokenward.appcred.Emulated.grants;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.http.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app with a certificate, the whole way over TLS. MSAL4J dates what it signs by the system's
 * clock, and so the emulator judges it by that one; all else is in virtual time.
 */
@ExtendWith(EmulatorExtension.class)
class EmulatedCertificateTest {

  private static final String TENANT = "contoso.onmicrosoft.com";
  private static final MadeCertificate FIRST = MadeCertificate.rsa();
  private static final MadeCertificate SECOND = MadeCertificate.rsa();

  private final FakeClock clock = new FakeClock();

  @TempDir Path folder;
  private Path file;
  private Emulator emulator;
  private EntraApp app;
  private HttpSender tls;

  @BeforeEach
  void register(Emulator entra) throws Exception {
    emulator = entra;
    app = emulator.entra().app(TENANT);
    app.addCertificate(FIRST.leaf());
    tls = Emulated.tls(emulator);
    file = folder.resolve("app.pem");
    put(FIRST);
  }

  private void put(MadeCertificate made) throws Exception {
    Files.write(file, KeyForm.PKCS8.write(made, ""));
  }

  @Test
  void token_granted_saysThatTheAppProvedItselfByACertificate() {
    try (CachingTokenSource source = open()) {
      assertThat(claims(source.token())).contains("\"appidacr\":\"2\"");
      assertThat(source.token()).isEqualTo(source.token());
    }
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_certificateReplacedWhileRunning_isGrantedForTheNewOne() throws Exception {
    try (CachingTokenSource source = open()) {
      AccessToken first = source.token();
      app.addCertificate(SECOND.leaf());
      app.removeCertificate(FIRST.leaf());
      put(SECOND);

      clock.advance(Duration.ofHours(2));

      assertThat(source.token()).isNotEqualTo(first);
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  @Test
  void token_certificateOfTheAppReplacedAndNotTheFile_isRefusedUntilItIs() throws Exception {
    app.addCertificate(SECOND.leaf());
    try (CachingTokenSource source = open()) {
      AccessToken first = source.token();
      app.removeCertificate(FIRST.leaf());
      assertThat(source.invalidate(first)).isTrue();
      TokenException refused = failure(source);
      assertThat(refused.reason()).isEqualTo(Reason.REJECTED);
      assertThat(refused.code()).contains("AADSTS700027");

      put(SECOND);
      clock.advance(Duration.ofMinutes(3));
      assertThat(source.token()).isNotEqualTo(first);
    }
  }

  @Test
  void token_answerLost_isGrantedByTheSameStatementSentAgain() {
    emulator.fail(Fault.truncated().times(1));
    try (CachingTokenSource source = builder().runtime(immediate()).open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  /** A runtime in which the pauses between two attempts pass at once. */
  private TokenRuntime immediate() {
    TokenRuntime world = clock.runtime(tls);
    return new TokenRuntime(
        clock,
        clock::ticks,
        world.random(),
        tls,
        world.executor(),
        (pause, task) -> {
          if (pause.compareTo(Duration.ofSeconds(5)) < 0) {
            task.run();
          }
          return () -> {};
        });
  }

  @Test
  void token_whateverHappens_keyAndPassphraseStayInside() throws Exception {
    LeakProbe probe = new LeakProbe();
    String passphrase = probe.canary("passphrase");
    probe.watch("key", Base64.getEncoder().encodeToString(FIRST.key().getEncoded()).substring(40));
    Files.write(file, KeyForm.PKCS8_ENCRYPTED.write(FIRST, passphrase));
    try (CapturedLog log = new CapturedLog()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      try (CachingTokenSource source =
          builder()
              .secret("passphrase", Secret.of(passphrase))
              .runtime(clock.runtime(tls))
              .open()) {
        MintedToken token = (MintedToken) source.token();
        probe.watch("token", token.value());
        source.invalidate(token);
        app.removeCertificate(FIRST.leaf());
        probe.see("exception", failure(source));
        probe.see("text", token.toString());
      }
      Files.write(file, KeyForm.PKCS8_ENCRYPTED.write(FIRST, passphrase + "x"));
      try (CachingTokenSource source =
          builder()
              .secret("passphrase", Secret.of(passphrase))
              .runtime(clock.runtime(tls))
              .open()) {
        probe.see("exception", failure(source));
      }
      emulator.requests().forEach(r -> probe.see("request", r.path() + r.query() + r.headers()));
      probe.see("log", log.text()).assertClean();
    }
  }

  private CachingTokenSource open() {
    return builder().runtime(clock.runtime(tls)).open();
  }

  private AppCredentials.Builder builder() {
    return AppCredentials.clientCertificate(emulator.authority(TENANT), app.clientId(), file);
  }
}
