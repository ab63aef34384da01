package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a credential become one of another kind, and nothing that was issued of it become worth more
 * (S10): what a virtual PAT may do upstream is what its credential may, which the vault cannot
 * compare between two kinds. Nor does it find a grant that an account gave to what it was before.
 */
final class KindSwitch {

  private final Guard guard;
  private final Leases leases;
  private final GrantEnds grants;
  private final OpenConsents consents;

  KindSwitch(Guard guard, Leases leases, GrantEnds grants, OpenConsents consents) {
    this.guard = guard;
    this.leases = leases;
    this.grants = grants;
    this.consents = consents;
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

  /**
   * Switches by {@code write}, and ends what was issued meanwhile and what was consented to before;
   * also what is left of an earlier switch of a vault that died, or did not do this yet.
   */
  KeptCredential make(Call call, KeptCredential before, Supplier<KeptCredential> write) {
    Optional<Credential> opened = grants.opened(before);
    try {
      KeptCredential after = write.get();
      new LeaseEnds(guard, leases).end(call, "lease.revoke", virtualPats(before.row()));
      return consents.dropAround(before.id(), () -> ended(call, before, opened, after));
    } finally {
      opened.ifPresent(Credential::destroy);
    }
  }

  private KeptCredential ended(
      Call call, KeptCredential before, Optional<Credential> opened, KeptCredential after) {
    opened.ifPresent(each -> ended(call, before, grants.end(before, each)));
    if (grants.isLeft(after)) {
      grants.end(after);
    }
    return after;
  }

  private void ended(Call call, KeptCredential kept, String left) {
    String detail = left.isEmpty() ? "kind changed" : "kind changed, not ended upstream";
    guard.changed(call, "credential.deauthorize", kept.name(), kept.id(), About.detail(detail));
  }

  private List<Lease> virtualPats(Row<CredentialRecord> row) {
    return leases.all().stream()
        .filter(each -> each.type() == Lease.Type.VIRTUAL_PAT)
        .filter(each -> row.id().equals(each.credentialId()))
        .toList();
  }
}
