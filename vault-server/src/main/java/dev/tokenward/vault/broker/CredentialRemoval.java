package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Store;
import java.util.List;
import java.util.Optional;

/** Removes credentials, whole and damaged ones, with all that hangs on them. */
final class CredentialRemoval {

  private final Guard guard;
  private final Store store;
  private final Freezes freezes;
  private final Leases leases;
  private final OpenSources sources;
  private final LastUses uses;
  private final GrantEnds grants;
  private final OpenConsents consents;

  CredentialRemoval(
      Guard guard,
      Store store,
      Freezes freezes,
      Leases leases,
      OpenSources sources,
      LastUses uses,
      GrantEnds grants,
      OpenConsents consents) {
    this.guard = guard;
    this.store = store;
    this.freezes = freezes;
    this.leases = leases;
    this.sources = sources;
    this.uses = uses;
    this.grants = grants;
    this.consents = consents;
  }

  /**
   * Removes a credential, what was issued of it, and what goes on with it.
   *
   * @return what is left to do by hand upstream; empty where nothing is
   */
  String delete(Call call, String name, Precondition precondition) {
    Optional<Listed<CredentialRecord>> damaged =
        store.look(CredentialRecord.NOUN, name).filter(each -> each.damage().isPresent());
    if (damaged.isPresent()) {
      deleteDamaged(call, damaged.get(), precondition);
      return "";
    }
    return deleteWhole(call, name, precondition);
  }

  private void deleteDamaged(
      Call call, Listed<CredentialRecord> damaged, Precondition precondition) {
    guard.damaged(
        call,
        "credential.delete",
        Permission.CREDENTIAL_WRITE,
        damaged,
        () -> {
          precondition.require(Optional.empty());
          return new Ready<>(
              About.detail("damaged"), () -> removed(call, damaged.id(), damaged.name()));
        });
  }

  private String deleteWhole(Call call, String name, Precondition precondition) {
    return guard.credential(
        call,
        "credential.delete",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          KeptCredential credential = admission.credential();
          precondition.require(Optional.of(credential.row()));
          return new Ready<>(
              new About(admission.statements().get(0).name(), null, null, null),
              () -> consents.dropAround(credential.id(), () -> removed(call, credential)));
        });
  }

  private String removed(Call call, KeptCredential credential) {
    String left = grants.end(credential);
    removed(call, credential.id(), credential.name());
    return left;
  }

  private String removed(Call call, String id, String name) {
    long version =
        store.change(
            work -> {
              uses.forget(work, id);
              return work.remove(CredentialRecord.NOUN, id);
            });
    freezes.removed(id);
    consents.drop(id);
    sources.drop(id);
    List<Lease> issued =
        leases.all().stream().filter(each -> id.equals(each.credentialId())).toList();
    new LeaseEnds(guard, leases).end(call, "credential.delete", issued);
    guard.changed(
        call,
        "credential.delete",
        name,
        id,
        About.version(CredentialRecord.NOUN, id, version, "removed"));
    return id;
  }
}
