package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import java.util.List;

/**
 * Lets a credential become one of another kind, and nothing that was issued of it become worth more
 * (S10): what a virtual PAT may do upstream is what its credential may, which the vault cannot
 * compare between two kinds.
 */
final class KindSwitch {

  private final Guard guard;
  private final Leases leases;

  KindSwitch(Guard guard, Leases leases) {
    this.guard = guard;
    this.leases = leases;
  }

  /**
   * Refuses a switch while a virtual PAT of the credential lives. To policies the name means
   * another thing afterwards, so it takes whoever may change them.
   */
  void require(Call call, Row<CredentialRecord> row, CredentialAsk ask) {
    if (ask.kind() == null || ask.kind().equals(row.value().kind())) {
      return;
    }
    guard.requirePermission(call, Permission.CREDENTIAL_WRITE);
    guard.requirePermission(call, Permission.POLICY_WRITE);
    int living = virtualPats(row).size();
    if (living > 0) {
      throw new RefusedException(
          Reason.CONFLICT,
          "There are virtual PATs of "
              + row.name()
              + " ("
              + living
              + "), and of another kind they could be worth more",
          "kind",
          "End them first (GET /v1/leases?credential="
              + row.name()
              + ", then DELETE /v1/leases/{id}), or make a credential of the other kind beside it.");
    }
  }

  /** Ends what was issued while the switch was made. */
  void made(Call call, Row<CredentialRecord> before, CredentialChange change) {
    if (change.isSwitchOf(before.value())) {
      new LeaseEnds(guard, leases).end(call, "lease.revoke", virtualPats(before));
    }
  }

  private List<Lease> virtualPats(Row<CredentialRecord> row) {
    return leases.all().stream()
        .filter(each -> each.type() == Lease.Type.VIRTUAL_PAT)
        .filter(each -> row.id().equals(each.credentialId()))
        .toList();
  }
}
