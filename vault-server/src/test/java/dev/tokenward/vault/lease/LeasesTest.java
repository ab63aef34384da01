package dev.tokenward.vault.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private static final Caller CI = new Caller("1", "ci");

  private final FakeClock clock = new FakeClock();
  private final Leases leases = new Leases(clock, new MemoryStore(clock));

  @Test
  void living_afterItsEnd_isGone() {
    leases.add(lease("a", Lease.Type.VIRTUAL_PAT));
    assertThat(leases.living("a")).isPresent();
    clock.advance(Duration.ofMinutes(1));
    assertThat(leases.living("a")).isEmpty();
    assertThat(leases.all()).isEmpty();
  }

  @Test
  void revoke_livingLease_endsItAtOnce() {
    Lease lease = lease("a", Lease.Type.VIRTUAL_PAT);
    leases.add(lease);
    leases.revoke(List.of(lease));
    assertThat(leases.living("a")).isEmpty();
    leases.requireIssue(CI, "c");
  }

  @Test
  void revoke_brokeredToken_stopsIssueUntilTheTokenEnds() {
    Lease lease = lease("a", Lease.Type.BROKERED_TOKEN);
    leases.add(lease);
    leases.revoke(List.of(lease));
    assertThatThrownBy(() -> leases.requireIssue(CI, "c"))
        .hasMessageContaining(lease.expiresAt().toString());
    assertThatThrownBy(() -> leases.add(lease)).isInstanceOf(RefusedException.class);
    assertThat(leases.all()).isEmpty();
    leases.requireIssue(new Caller("2", "app"), "c");
    clock.advance(Duration.ofMinutes(1));
    leases.requireIssue(CI, "c");
  }

  @Test
  void add_moreThanTheMost_isRefusedUntilSomeEnd() {
    for (int i = 0; i < Leases.MOST_PER_CALLER; i++) {
      leases.add(lease("l" + i, Lease.Type.VAULT_TOKEN));
    }
    assertThatThrownBy(() -> leases.add(lease("x", Lease.Type.VAULT_TOKEN)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.TOO_MANY));
    leases.add(lease("pat", Lease.Type.VIRTUAL_PAT));
    clock.advance(Duration.ofMinutes(1));
    leases.add(lease("x", Lease.Type.VAULT_TOKEN));
    assertThat(leases.all()).extracting(Lease::id).containsExactly("x");
  }

  @Test
  void load_leaseOfARemovedCallerOrCredential_isNotRevived() {
    KeptRecords records = new KeptRecords(clock).caller("ci");
    Lease kept = vaultToken("id-of-ci");
    Lease orphan = vaultToken("id-of-nobody");
    Lease ofNothing = lease("a", Lease.Type.VIRTUAL_PAT);
    Leases before = new Leases(clock, records.store());
    for (Lease each : List.of(kept, orphan, ofNothing)) {
      before.add(each);
    }
    assertThat(new Leases(clock, records.store()).all()).containsExactly(kept);
  }

  private Lease vaultToken(String callerId) {
    return new Lease(
        "of " + callerId,
        Lease.Type.VAULT_TOKEN,
        new Caller(callerId, "any"),
        null,
        null,
        null,
        clock.instant(),
        clock.instant().plusSeconds(60),
        RequestRules.ANY);
  }

  private Lease lease(String id, Lease.Type type) {
    return new Lease(
        id,
        type,
        CI,
        "ado",
        "c",
        null,
        clock.instant(),
        clock.instant().plus(Duration.ofMinutes(1)),
        RequestRules.ANY);
  }
}
