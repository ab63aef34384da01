package dev.tokenward.pat;

import dagger.Binds;
import dagger.Module;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.tokenward.core.spi.CredentialProvider;

/**
 * Adds the kind {@value PersonalAccessTokens#KIND} to a Dagger component's map of kinds, from which
 * {@link dev.tokenward.core.TokenSources} opens credentials. The component brings a {@link
 * dev.tokenward.core.TokenRuntime} and a {@link dev.tokenward.core.TokenListener}.
 */
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
