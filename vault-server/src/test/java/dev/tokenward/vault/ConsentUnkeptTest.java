package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody consented, and the store cannot keep it. */
class ConsentUnkeptTest {

  private static final String CONFIRM = "/v1/credentials/boards/authorize/confirm";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private StoreFileByHand store;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
    store = new StoreFileByHand(folder);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  @Test
  void grant_thatTheStoreCannotKeep_isExplainedAndNotHalfKept() {
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    store.fill();

    HttpResponse<String> end = person.open(callback);

    assertThat(end.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(end.body())
        .contains("cannot be read or kept", "Give this to the operator")
        .doesNotContain("now acts as", "full", "Exception");
    assertThat(end.uri().getQuery()).isNull();
    assertThat(it.audit("consent.answer")).last().asString().contains("store-unavailable");
    assertThat(it.ask(200, "GET", "boards/authorize").path("stage").asText()).isEqualTo("refused");
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
    store.empty();
    assertThat(it.token().statusCode()).isEqualTo(502);
    it.team.restart();
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
    assertThat(it.token().statusCode()).isEqualTo(502);

    assertThat(it.authorize(Delegated.ADA).body()).contains("Authorized", Delegated.ADA);
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void grant_thatReplacesAnother_andCannotBeKept_leavesTheOther() {
    it.authorize(Delegated.ADA);
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    store.fill();
    assertThat(person.open(callback).body()).contains("cannot be read or kept");
    store.empty();
    assertThat(it.authorization().path("status").asText()).isEqualTo("authorized");
    it.team.restart();
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void confirmation_thatTheStoreCannotKeep_canBeRepeated() {
    it.authorize(Delegated.BEN);
    store.fill();
    JsonNode refused = json(503, it.team.admin("POST", CONFIRM, ""));
    assertThat(refused.path("type").asText()).isEqualTo("urn:tokenward:problem:store-unavailable");
    assertThat(refused.path("nextStep").asText()).contains("tokenward doctor");
    assertThat(it.ask(200, "GET", "boards/authorize").path("stage").asText())
        .isEqualTo("to-confirm");
    assertThat(it.token().statusCode()).isEqualTo(502);
    store.empty();
    assertThat(json(200, it.team.admin("POST", CONFIRM, "")).path("stage").asText())
        .isEqualTo("done");
    assertThat(it.token().statusCode()).isEqualTo(200);
  }
}
