package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many consents as may be under way at once, and one more. */
class ManyConsentsTest {

  private static final int MOST = 1_000;

  @TempDir private Path folder;

  @Test
  void begin_beyondTheMostAtOnce_is429AndEndsNoOther() {
    try (Delegated it = new Delegated(folder)) {
      it.vault().component().store().change(change -> copies(it, change));
      URI first = it.link("n0");
      IntStream.range(1, MOST).parallel().forEach(i -> it.link("n" + i));

      JsonNode refused =
          json(429, it.team.admin("POST", "/v1/credentials/n" + MOST + "/authorize", ""));

      assertThat(refused.path("type").asText()).isEqualTo("urn:tokenward:problem:too-many");
      assertThat(refused.path("detail").asText()).contains("1000 consents are under way");
      assertThat(refused.path("nextStep").asText()).contains("ten minutes");
      assertThat(it.audit("credential.authorize")).endsWith("denied too-many");
      it.ask(409, "GET", "n" + MOST + "/authorize");
      Person person = new Person();
      person.open(it.emulator.browser().approve(person.proceed(person.open(first)), Delegated.ADA));
      assertThat(stage(it, "n0")).isEqualTo("done");
      assertThat(stage(it, "n1")).isEqualTo("asked");
      assertThat(stage(it, "n" + (MOST - 1))).isEqualTo("asked");
      // One that is begun anew takes its own place.
      it.link("n1");
      it.clock.advance(Duration.ofMinutes(10));
      it.link("n" + MOST);
    }
  }

  private static String stage(Delegated it, String name) {
    return it.ask(200, "GET", name + "/authorize").path("stage").asText();
  }

  /** The credential that there is, again and again: nothing has to be asked to begin with one. */
  private static Store copies(Delegated it, Store.Change change) {
    Store store = it.vault().component().store();
    CredentialRecord boards = store.find(CredentialRecord.NOUN, "boards").orElseThrow().value();
    Map<String, Secret> secrets = Map.of("clientSecret", Secret.of(it.app.clientSecret()));
    IntStream.rangeClosed(0, MOST)
        .mapToObj(i -> "n" + i)
        .forEach(name -> change.add(CredentialRecord.NOUN, name, name, boards, secrets));
    return store;
  }
}
