package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.store.KeptCredential;
import java.util.regex.Pattern;

/** Refuses what is frozen, and nearly everything while the vault is quiet after a restore. */
final class FreezeCheck {

  /** What a vault that was restored still does: it shows, and it can be frozen. */
  private static final Pattern QUIET_ACTION =
      Pattern.compile(".+\\.(list|read|verify|freeze|dry-run)");

  private final Freezes freezes;

  FreezeCheck(Freezes freezes) {
    this.freezes = freezes;
  }

  void requireActive(Caller caller) {
    requireUnfrozen(caller.id(), "This caller");
  }

  void requireAwake(String action) {
    if (freezes.quiet() && !QUIET_ACTION.matcher(action).matches()) {
      throw new RefusedException(
          Reason.FROZEN,
          "The vault was restored; until it is resumed, it shows what it keeps and nothing else",
          null,
          "The operator runs: tokenward resume");
    }
  }

  /** A test sends the secret, too. */
  void requireUsable(Permission permission, KeptCredential credential) {
    if (permission.use() || permission == Permission.CREDENTIAL_TEST) {
      requireUnfrozen(Freezes.VAULT, "The vault");
      requireUnfrozen(credential.id(), "The credential " + credential.name());
    }
  }

  private void requireUnfrozen(String id, String what) {
    if (freezes.frozen(id)) {
      throw new RefusedException(
          Reason.FROZEN, what + " is frozen", null, "Wait until the operator unfreezes it.");
    }
  }

  /** Whether the vault may use the credential by itself. */
  boolean awake(KeptCredential credential) {
    return !freezes.quiet() && usable(credential);
  }

  /** Whether nothing that a request uses was frozen or removed meanwhile. */
  boolean usable(Caller caller, KeptCredential credential) {
    return usable(credential) && !freezes.frozen(caller.id());
  }

  private boolean usable(KeptCredential credential) {
    return !freezes.frozen(Freezes.VAULT) && !freezes.frozen(credential.id());
  }
}
