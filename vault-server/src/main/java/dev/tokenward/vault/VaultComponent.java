package dev.tokenward.vault;

import dagger.BindsInstance;
import dagger.Component;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.api.ApiModule;
import dev.tokenward.vault.api.VaultServer;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.RefusalLog;
import dev.tokenward.vault.broker.BrokerModule;
import dev.tokenward.vault.broker.GrantUpkeep;
import dev.tokenward.vault.broker.LastUses;
import dev.tokenward.vault.broker.OpenSources;
import dev.tokenward.vault.broker.Rekeying;
import dev.tokenward.vault.broker.Rotations;
import dev.tokenward.vault.config.ConfigSchema;
import dev.tokenward.vault.config.RecordsReader;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.console.ConsoleServer;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.GuardedHttpSender;
import dev.tokenward.vault.upstream.NameLookup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The running vault. Tests make it by the same factory, with a clock of their own. */
@Singleton
@Component(
    modules = {
      CredentialKindsModule.class,
      KeptModule.class,
      OutsideModule.class,
      BrokerModule.class,
      ApiModule.class
    })
public interface VaultComponent {

  /**
   * The configuration, read at the first use.
   *
   * @throws dev.tokenward.vault.config.ConfigException with every problem of the file
   */
  VaultConfig config();

  /** What editors know of the configuration file. */
  ConfigSchema configSchema();

  /** The server, not yet started. */
  VaultServer server();

  /** The pages for people, not yet started; only a vault that keeps what they do has them. */
  ConsoleServer console();

  /** What keeps grants from ending unused. */
  GrantUpkeep grantUpkeep();

  /** What to close after the server, in this order. */
  OpenSources sources();

  /** The way out. */
  GuardedHttpSender sender();

  /** What is kept. */
  Store store();

  /** What was issued. */
  Leases leases();

  /** What is frozen. */
  Freezes freezes();

  /** Reads files of records. */
  RecordsReader recordsReader();

  /** Makes keys and secrets. */
  SecureRandom random();

  /** The state directory, while no vault runs on it. */
  StoppedVault stopped();

  /** What replaces secrets, in the background too. */
  Rotations rotations();

  /** What gives everything a new root key, in the background. */
  Rekeying rekeying();

  /** When credentials were used last. */
  LastUses lastUses();

  /** Makes secrets for callers. */
  CallerSecrets callerSecrets();

  /** What counts requests that proved nothing. */
  RefusalLog refusals();

  /** What brings word of commands to the audit. */
  NoteDelivery notes();

  /** The audit log. */
  AuditLog audit();

  /** Makes a vault of a configuration and the outside world. */
  @Component.Factory
  interface Factory {

    /**
     * {@code random} makes keys and secrets and {@code lookup} resolves host names; the rest of the
     * world comes from {@code runtime}, except that the vault sends through its own guarded client.
     */
    VaultComponent create(
        @BindsInstance Path configFile,
        @BindsInstance Surroundings surroundings,
        @BindsInstance TokenRuntime runtime,
        @BindsInstance SecureRandom random,
        @BindsInstance NameLookup lookup);
  }
}
