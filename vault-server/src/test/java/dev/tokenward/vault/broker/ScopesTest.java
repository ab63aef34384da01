package dev.tokenward.vault.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopesTest {

  private static final Caller CI = new Caller("id-of-ci", "ci");

  private final Scopes scopes = new Scopes();

  @Test
  void request_setAfterSet_endsAtABound() {
    for (int i = 0; i < 32; i++) {
      ask("one", "scope-" + i);
    }
    ask("one", "scope-0");
    assertThatThrownBy(() -> ask("one", "another")).isInstanceOf(RefusedException.class);
    ask("two", "another");
  }

  @Test
  void request_ofVeryManyCredentials_forgetsTheFirst() {
    for (int i = 0; i < 32; i++) {
      ask("one", "scope-" + i);
    }
    for (int i = 0; i < 10_000; i++) {
      ask("other-" + i, "scope");
    }
    assertThat(scopes.request(CI, credential("one"), List.of("another"))).isNotNull();
  }

  private void ask(String credential, String scope) {
    scopes.request(CI, credential(credential), List.of(scope));
  }

  private static KeptCredential credential(String id) {
    CredentialRecord record =
        new CredentialRecord("kept", null, null, Map.of(), Map.of(), List.of(), null, 1);
    return new KeptCredential(
        new Row<>(id, id, 1, Instant.EPOCH, Instant.EPOCH, record), true, List.of());
  }
}
