package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import java.time.Duration;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What a client proves itself by shows nowhere, and neither does what a server says. */
class ClientCredentialsLeakTest {

  private static final String URL = "https://login.example/token";

  private final LeakProbe probe = new LeakProbe();

  @Test
  void token_bySecret_whateverHappens_nothingShows() throws Exception {
    String secret = probe.canary("secret");

    walk(AppCredentials.clientCredentials(URL, "orders-job", Secret.of(secret)));
  }

  @Test
  void token_byKey_whateverHappens_nothingShows() throws Exception {
    String pem = Keys.encryptedPem(Keys.ec("secp256r1"), "a passphrase");
    probe.watch("key", pem.lines().toList().get(1));
    String plain = Keys.pem(Keys.ec("secp256r1"));
    probe.watch("plain key", plain.lines().toList().get(1));

    walk(AppCredentials.privateKeyJwt(URL, "orders-job", Secret.of(plain)));
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> AppCredentials.privateKeyJwt(URL, "orders-job", Secret.of(pem)).open());
    assertThat(failure).hasMessageContaining("privateKey is encrypted, and there is no passphrase");
    probe.see("exception", failure).assertClean();
  }

  private void walk(AppCredentials.Builder builder) throws Exception {
    String token = probe.canary("token");
    String words = probe.canary("words");
    ScriptedUpstream upstream =
        new ScriptedUpstream()
            .then(request -> Answers.error("invalid_client", words + request.body()))
            .then(request -> Answers.json(400, words))
            .then(request -> Answers.json(200, words))
            .then(request -> Answers.token(token));
    FakeClock clock = new FakeClock();
    try (CapturedLog log = new CapturedLog();
        var source = builder.runtime(clock.runtime(upstream)).open()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      for (int i = 0; i < 3; i++) {
        probe.see("exception", catchThrowableOfType(TokenException.class, source::token));
        clock.advance(Duration.ofMinutes(5));
      }
      probe.see("token", source.token().toString()).see("log", log.text());
    }
    for (HttpSender.Request sent : upstream.requests()) {
      probe.see("URL", sent.uri() + " " + sent);
    }
    assertThat(upstream.requests()).hasSize(4);
    probe.assertClean();
  }
}
