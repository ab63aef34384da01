package dev.tokenward.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final Caller CI = new Caller("id-of-ci", "ci");
  private static final Caller APP = new Caller("2", "app");

  private final Policies policies =
      Policies.of(
          new KeptRecords(Clock.systemUTC())
              .policy("second", "ci", "ado", Permission.PROXY)
              .policy("first", "ci", "ado", Permission.PROXY, Permission.SYSTEM)
              .store());

  @Test
  void decide_noStatement_refusesAndKnowsNothing() {
    Decision decision = policies.decide(APP, Permission.PROXY, "id-of-ado");
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.credentialKnown()).isFalse();
  }

  @Test
  void decide_unknownCredential_isLikeADeniedOne() {
    assertThat(policies.decide(CI, Permission.PROXY, null))
        .isEqualTo(policies.decide(APP, Permission.PROXY, "id-of-ado"));
  }

  @Test
  void decide_otherPermission_refusesButMayKnow() {
    Decision decision = policies.decide(CI, Permission.TOKEN, "id-of-ado");
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.credentialKnown()).isTrue();
  }

  @Test
  void decide_severalStatements_keepsTheirOrder() {
    assertThat(policies.decide(CI, Permission.PROXY, "id-of-ado").statements())
        .extracting(Policy::name)
        .containsExactly("second", "first");
  }

  @Test
  void known_isWhatStatementsAboutCredentialsName() {
    Policies some =
        Policies.of(
            new KeptRecords(Clock.systemUTC())
                .policy("one", "ci", "ado", Permission.PROXY)
                .policy("two", "ci", "entra", Permission.TOKEN)
                .policy("vault", "ci", "other", Permission.POLICY_WRITE)
                .store());
    assertThat(some.known(CI)).contains(Set.of("id-of-ado", "id-of-entra"));
    assertThat(some.known(APP)).contains(Set.of());
  }

  @Test
  void decide_statementThatAllowsNothingToItsCredentials_knowsNone() {
    Policies vaultOnly =
        Policies.of(
            new KeptRecords(Clock.systemUTC())
                .policy("p", "ci", "ado", Permission.POLICY_WRITE)
                .store());
    assertThat(vaultOnly.decide(CI, Permission.PROXY, "id-of-ado").credentialKnown()).isFalse();
    assertThat(vaultOnly.holds(CI, Permission.POLICY_WRITE)).isTrue();
  }

  @Test
  void reload_overtakenByAYoungerOne_doesNotBringBackWhatWasRemoved() throws Exception {
    Store store =
        new KeptRecords(Clock.systemUTC()).policy("p", "ci", "ado", Permission.PROXY).store();
    SlowStore slow = new SlowStore(store);
    Policies policies = Policies.of(slow);
    CountDownLatch goOn = slow.holdNextPage();
    CompletableFuture<Void> older = CompletableFuture.runAsync(policies::reload);
    slow.awaitHeld();
    store.change(
        change -> {
          change.remove(Policy.NOUN, "id-of-p");
          return "";
        });
    policies.reload();
    goOn.countDown();
    older.get();
    assertThat(policies.decide(CI, Permission.PROXY, "id-of-ado").allowed()).isFalse();
  }

  @Test
  void holds_anyStatement_counts() {
    assertThat(policies.holds(CI, Permission.SYSTEM)).isTrue();
    assertThat(policies.holds(APP, Permission.SYSTEM)).isFalse();
  }
}
