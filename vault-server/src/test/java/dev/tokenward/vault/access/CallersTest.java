package dev.tokenward.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.vault.KeptRecords;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final Caller CI = new Caller("id-of-ci", "ci");

  private final KeptRecords records = new KeptRecords(Clock.systemUTC()).caller("ci", "old", "new");
  private final Callers callers = new Callers(records.store(), records.hash());

  @Test
  void authenticate_eitherOfTwoSecrets_isTheCaller() {
    assertThat(callers.authenticate("ci", "old")).contains(CI);
    assertThat(callers.authenticate("ci", "new")).contains(CI);
  }

  @Test
  void authenticate_wrongSecretOrName_isNobody() {
    assertThat(callers.authenticate("ci", "other")).isEmpty();
    assertThat(callers.authenticate("other", "old")).isEmpty();
  }

  @Test
  void authenticate_nothing_isNobody() {
    assertThat(callers.authenticate("", "")).isEmpty();
  }
}
