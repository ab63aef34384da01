package dev.tokenward.appcred;

import dagger.Binds;
import dagger.Module;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.tokenward.core.spi.CredentialProvider;

/**
 * Adds the kinds of {@link AppCredentials} to a Dagger component's map of kinds, from which {@link
 * dev.tokenward.core.TokenSources} opens credentials. The component brings a {@link
 * dev.tokenward.core.TokenRuntime} and a {@link dev.tokenward.core.TokenListener}.
 */
@Module(includes = AppCredentialsModule.Bindings.class)
public final class AppCredentialsModule {

  private AppCredentialsModule() {}

  @Module
  abstract static class Bindings {

    private Bindings() {}

    @Binds
    @IntoMap
    @StringKey(AppCredentials.CLIENT_SECRET)
    abstract CredentialProvider clientSecret(ClientSecretProvider provider);

    @Binds
    @IntoMap
    @StringKey(AppCredentials.CLIENT_CREDENTIALS)
    abstract CredentialProvider clientCredentials(ClientCredentialsProvider provider);

    @Binds
    @IntoMap
    @StringKey(AppCredentials.MANAGED_IDENTITY)
    abstract CredentialProvider managedIdentity(ManagedIdentityProvider provider);

    @Binds
    @IntoMap
    @StringKey(AppCredentials.CLIENT_CERTIFICATE)
    abstract CredentialProvider clientCertificate(CertificateProvider provider);

    @Binds
    @IntoMap
    @StringKey(AppCredentials.FEDERATED)
    abstract CredentialProvider federated(FederatedProvider provider);
  }
}
