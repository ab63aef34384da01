package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New secrets go where they were handed in for, whatever becomes of the credential (S1). */
class MovedRotationTest {

  private static final String TENANT = "contoso.example";
  private static final String ELSEWHERE = "elsewhere.example";
  private static final String CREDENTIAL = "/v1/credentials/entra";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private EntraApp app;

  /** What somebody who may change the credential, and knows no secret of it, makes of it. */
  private record Move(String name, Function change) {

    @FunctionalInterface
    interface Function {
      Map<String, ?> of(Emulator emulator, EntraApp own);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Move> moves() {
    return Stream.of(
        new Move(
            "another tenant",
            (emulator, own) ->
                Map.of(
                    "fields",
                    Map.of("tenant", emulator.authority(ELSEWHERE), "clientId", own.clientId()),
                    "secrets",
                    Map.of("clientSecret", own.clientSecret()))),
        new Move(
            "another kind",
            (emulator, own) ->
                Map.of(
                    "kind",
                    "client-credentials",
                    "fields",
                    Map.of(
                        "tokenUrl",
                        emulator.url() + "/" + ELSEWHERE + "/oauth2/v2.0/token",
                        "clientId",
                        own.clientId(),
                        "authentication",
                        "client_secret_post"),
                    "secrets",
                    Map.of("clientSecret", "of-his-own"))));
  }

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder, clock);
    app = emulator.entra().app(TENANT);
    emulator.devOps().organization("acme", TENANT).addServicePrincipal(app);
    Map<String, ?> body =
        Map.of(
            "name",
            "entra",
            "kind",
            "entra-client-secret",
            "fields",
            Map.of(
                "tenant",
                emulator.authority(TENANT),
                "clientId",
                app.clientId(),
                "organization",
                emulator.organizationUrl("acme").toString()),
            "secrets",
            Map.of("clientSecret", app.clientSecret()));
    json(201, team.admin("POST", "/v1/credentials", body));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  private void rotate() {
    String fresh = "fresh-" + app.clientSecret();
    app.addSecret(fresh, clock.instant(), Instant.MAX);
    Map<String, ?> body = Map.of("secrets", Map.of("clientSecret", fresh));
    json(202, team.admin("POST", CREDENTIAL + "/rotate", body));
    assertThat(rotation().path("stage").asText()).isEqualTo("proving");
  }

  private JsonNode rotation() {
    return json(200, team.admin("GET", CREDENTIAL + "/rotate", ""));
  }

  private void minutes(int count) {
    for (int minute = 0; minute < count; minute++) {
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private void move(Move move) {
    EntraApp own = emulator.entra().app(ELSEWHERE);
    json(200, team.admin("PATCH", CREDENTIAL, move.change().of(emulator, own)));
  }

  private void assertNothingWentElsewhere() {
    assertThat(emulator.requests())
        .isNotEmpty()
        .noneMatch(request -> request.path().contains(ELSEWHERE));
    assertThat(rotation().path("stage").asText()).isEqualTo("kept");
    assertThat(rotation().path("problem").asText())
        .contains("kind of entra", "was changed after the new secrets were handed in");
    assertThat(json(200, team.admin("GET", CREDENTIAL, "")).path("version").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("moves")
  void secrets_beingProven_areNotSentWhereTheCredentialIsMoved(Move move) {
    rotate();
    move(move);
    minutes(1);
    assertNothingWentElsewhere();
  }

  @ParameterizedTest
  @MethodSource("moves")
  void secrets_beingProven_areNotSentAfterARestartEither(Move move) {
    rotate();
    minutes(1);
    move(move);
    team.restart();
    minutes(1);
    assertNothingWentElsewhere();
  }

  @Test
  void secrets_handedInWhileOthersAreBeingProven_areRefusedAndNotDropped() {
    rotate();
    Map<String, ?> body = Map.of("secrets", Map.of("clientSecret", "another-one"));
    assertThat(json(409, team.admin("POST", CREDENTIAL + "/rotate", body)).path("detail").asText())
        .contains("being replaced already");
    minutes(3);
    assertThat(rotation().path("stage").asText()).isEqualTo("rotated");
    json(202, team.admin("POST", CREDENTIAL + "/rotate", body));
  }

  @Test
  void rotation_whoseCredentialIsRemoved_ends() {
    int before = clock.pending();
    rotate();
    assertThat(clock.pending()).isGreaterThan(before);
    json(200, team.admin("DELETE", CREDENTIAL, ""));
    minutes(2);
    int requests = emulator.requests().size();
    minutes(60);
    assertThat(emulator.requests()).hasSize(requests);
    assertThat(clock.pending()).isLessThanOrEqualTo(before);
  }

  @Test
  void secrets_whoseWayIsAsBefore_areProvenAndSwitched() {
    rotate();
    json(200, team.admin("PATCH", CREDENTIAL, Map.of("description", "as before")));
    minutes(3);
    assertThat(rotation().path("stage").asText()).isEqualTo("rotated");
  }
}
