package dev.tokenward.vault;

import java.net.URI;

/**
 * A vault that listens. Closing it ends requests, then sources, then the way out, then the audit
 * and the store.
 */
final class RunningVault implements AutoCloseable {

  private final VaultComponent vault;
  private final int port;

  private RunningVault(VaultComponent vault, int port) {
    this.vault = vault;
    this.port = port;
  }

  static RunningVault start(VaultComponent vault) {
    RunningVault running = new RunningVault(vault, vault.server().start());
    vault.rotations().resume();
    if (vault.config().stateDir().isPresent()) {
      vault.notes().start();
      vault.console().start();
      vault.grantUpkeep().start();
    }
    return running;
  }

  /** Where it listens. */
  URI url() {
    return URI.create("http://" + vault.config().listen().getHostString() + ":" + port);
  }

  @Override
  public void close() {
    vault.server().close();
    if (vault.config().stateDir().isPresent()) {
      vault.console().close();
      vault.grantUpkeep().close();
    }
    vault.rotations().close();
    vault.rekeying().close();
    vault.sources().close();
    vault.sender().close();
    vault.lastUses().close();
    vault.refusals().close();
    vault.notes().close();
    vault.audit().close();
    vault.store().close();
  }
}
