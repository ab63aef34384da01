package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.CrashInjector;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A crash before and after every call of the state and of the provider, and a second at each. */
@ExtendWith(EmulatorExtension.class)
class GrantCrashTest {

  private static final int REFRESHES = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"tolerated", "PT1M", "single-use"})
  void refresh_crashedAnywhereTwice_losesOnlyAnAnswerThatWasOnTheWire(
      String reuse, Emulator emulator) throws Exception {
    int runs = CrashInjector.everywhereTwice(crash -> new Walk(emulator, reuse, crash).run());
    assertThat(runs).isGreaterThan(100);
  }

  /** One grant, from its consent to its second refresh, in as many processes as crashes leave. */
  private final class Walk {

    private final CrashInjector crash;
    private final String reuse;
    private final AtEntra entra;
    private final DurableState state;
    private boolean onTheWire;
    private boolean answerLost;
    private int done;

    Walk(Emulator emulator, String reuse, CrashInjector crash) {
      this.crash = crash;
      this.reuse = reuse;
      this.entra = new AtEntra(emulator).reuse(AtEntra.upstream(reuse));
      this.state = DurableStates.inMemory(entra.runtime());
    }

    void run() throws Exception {
      entra.consent(provider(state), entra.credential(Map.of()));
      while (!crash.survives(this::process)) {
        answerLost |= onTheWire;
        onTheWire = false;
        // The next process comes when the claim of the dead one has run out.
        entra.clock.advance(Reuse.of(reuse).claim());
      }
      assertThat(entra.emulator.entra().refreshes().mostInFlight()).isLessThanOrEqualTo(1);
      assertEnd();
    }

    private OAuthProvider provider(DurableState durable) {
      return new OAuthProvider(Grants.in(durable, folder.resolve("journal"), entra.runtime()));
    }

    private void process() {
      TokenSource source =
          provider(
                  crash.around(
                      DurableState.class,
                      new BrittleState(state).afterWrite(() -> onTheWire = false)))
              .open(
                  entra.credential(Map.of("refreshTokenReuse", reuse)), entra.runtime(this::send));
      while (done < REFRESHES && attempt(source)) {
        // Again.
      }
    }

    /** One token, or an hour of waiting for one; false where the grant is lost. */
    private boolean attempt(TokenSource source) {
      try {
        source.token();
        done++;
        entra.clock.advance(Duration.ofHours(2));
        return true;
      } catch (TokenException e) {
        entra.clock.advance(e.retryAfter().orElse(Duration.ofSeconds(1)));
        return e.retryable();
      }
    }

    private HttpSender.Response send(HttpSender.Request request) throws java.io.IOException {
      crash.point("before the provider got it");
      HttpSender.Response response = entra.tls.send(request);
      onTheWire = response.status() == 200;
      crash.point("after the provider answered");
      return response;
    }

    private void assertEnd() {
      GrantState grant = Objects.requireNonNull(GrantState.of(state.read("grant/7")), "the grant");
      Optional<String> lost = Optional.ofNullable(grant.end()).map(GrantState.End::reason);
      if (reuse.equals("single-use") && answerLost) {
        assertThat(lost).as(crash::toString).hasValue(GrantState.ANSWER_LOST);
      } else {
        assertThat(lost).as(crash::toString).isEmpty();
        assertThat(done).isEqualTo(REFRESHES);
      }
    }
  }
}
