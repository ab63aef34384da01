package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the provider keeps a grant that nobody uses. */
class IdleGrantTest {

  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final TokenRuntime runtime = clock.runtime(upstream);
  private final Grants grants = Grants.inMemory(runtime);
  private final OAuthProvider provider = new OAuthProvider(grants);

  private @Nullable Instant useBefore(Credential credential, Secret refreshToken) {
    Client client = Client.of(credential);
    grants.of(client).replace(Kept.grant(client, refreshToken));
    return provider.status(credential).useBefore();
  }

  private static Credential credential(Map<String, String> fields) {
    return Kept.credential(Secret.of("app-secret"), fields);
  }

  @Test
  void useBefore_timeGiven_isThatAfterTheLastUse() {
    Credential credential = credential(Map.of("refreshTokenIdle", " P30D "));
    Secret first = Secret.of("refresh-1");
    assertThat(useBefore(credential, first)).isEqualTo(FakeClock.START.plus(Duration.ofDays(30)));

    clock.advance(Duration.ofDays(20));
    upstream.then(request -> Kept.token("access-1", "refresh-2"));
    provider.open(credential, runtime).token();
    assertThat(provider.status(credential).useBefore())
        .isEqualTo(FakeClock.START.plus(Duration.ofDays(50)));
  }

  @Test
  void useBefore_noTimeGiven_isWhatIsKnownOfThePreset() {
    Secret token = Secret.of("refresh-1");
    Map<String, String> entra = Map.of("preset", "entra", "tenant", "contoso.example");
    assertThat(useBefore(credential(entra), token))
        .isEqualTo(FakeClock.START.plus(Duration.ofDays(90)));
    assertThat(useBefore(credential(Map.of()), token)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"thirty days", "PT59S", "P3651D", "-P1D", "P1M", "30"})
  void problems_noTime_areToldWithAnExample(String idle) {
    assertThat(provider.validate(credential(Map.of("refreshTokenIdle", idle))))
        .singleElement()
        .returns("refreshTokenIdle", FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .contains("such as P30D");
  }
}
