package dev.tokenward.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final Caller CI = new Caller("1", "ci");
  private static final Caller APP = new Caller("2", "app");

  private final Policies policies =
      new Policies(
          List.of(
              statement("first", Permission.PROXY),
              statement("second", Permission.PROXY, Permission.SYSTEM)));

  @Test
  void decide_noStatement_refusesAndKnowsNothing() {
    Decision decision = policies.decide(APP, Permission.PROXY, "ado");
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.credentialKnown()).isFalse();
  }

  @Test
  void decide_unknownCredential_isLikeADeniedOne() {
    assertThat(policies.decide(CI, Permission.PROXY, "none"))
        .isEqualTo(policies.decide(APP, Permission.PROXY, "ado"));
  }

  @Test
  void decide_otherPermission_refusesButMayKnow() {
    Decision decision = policies.decide(CI, Permission.TOKEN, "ado");
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.credentialKnown()).isTrue();
  }

  @Test
  void decide_severalStatements_keepsTheirOrder() {
    assertThat(policies.decide(CI, Permission.PROXY, "ado").statements())
        .extracting(Policy::name)
        .containsExactly("first", "second");
  }

  @Test
  void holds_anyStatement_counts() {
    assertThat(policies.holds(CI, Permission.SYSTEM)).isTrue();
    assertThat(policies.holds(APP, Permission.SYSTEM)).isFalse();
  }

  private static Policy statement(String name, Permission... permissions) {
    return new Policy(
        name, Set.of("ci"), Set.of("ado"), Set.of(permissions), RequestRules.ANY, null);
  }
}
