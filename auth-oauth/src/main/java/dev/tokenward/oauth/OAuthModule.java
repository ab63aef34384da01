package dev.tokenward.oauth;

import dagger.Binds;
import dagger.Module;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.tokenward.core.spi.CredentialProvider;

/**
 * Adds the kind of {@link DelegatedOAuth} to a Dagger component's map of kinds. The component
 * brings {@link Grants}, where grants are kept.
 */
@Module(includes = OAuthModule.Bindings.class)
public final class OAuthModule {

  private OAuthModule() {}

  @Module
  abstract static class Bindings {

    private Bindings() {}

    @Binds
    @IntoMap
    @StringKey(DelegatedOAuth.KIND)
    abstract CredentialProvider oauth(OAuthProvider provider);
  }
}
