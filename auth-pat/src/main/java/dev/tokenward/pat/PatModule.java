package dev.tokenward.pat;

import dagger.Binds;
import dagger.Module;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.tokenward.core.spi.CredentialProvider;

/** Adds the kind {@value PersonalAccessTokens#KIND} to a Dagger component's map of kinds. */
@Module(includes = PatModule.Bindings.class)
public final class PatModule {

  private PatModule() {}

  @Module
  abstract static class Bindings {

    private Bindings() {}

    @Binds
    @IntoMap
    @StringKey(PersonalAccessTokens.KIND)
    abstract CredentialProvider provider(PatProvider provider);
  }
}
