package dev.tokenward.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final Caller CI = new Caller("1", "ci");

  private final Callers callers =
      Callers.of(Map.of(CI, List.of("old", "new")), new KeyedHash(new SecureRandom()));

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
