package dev.tokenward.vault;

import dagger.BindsInstance;
import dagger.Component;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.api.ApiModule;
import dev.tokenward.vault.broker.BrokerModule;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.upstream.NameLookup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A vault that knows {@link HeldKind} beside those that ship. */
@Singleton
@Component(
    modules = {
      HeldKind.Kinds.class,
      CredentialKindsModule.class,
      KeptModule.class,
      OutsideModule.class,
      BrokerModule.class,
      ApiModule.class
    })
interface HeldVault extends VaultComponent {

  @Component.Factory
  interface Factory {
    HeldVault create(
        @BindsInstance Path configFile,
        @BindsInstance Surroundings surroundings,
        @BindsInstance TokenRuntime runtime,
        @BindsInstance SecureRandom random,
        @BindsInstance NameLookup lookup);
  }

  /** The vault of a configuration. */
  static VaultComponent of(Path file, TokenRuntime runtime) {
    Surroundings surroundings = Surroundings.system();
    return DaggerHeldVault.factory()
        .create(file, surroundings, runtime, surroundings.random(), NameLookup.PLATFORM);
  }
}
