package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;

import dagger.Component;
import dev.tokenward.core.spi.CredentialProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppCredentialsModuleTest {

  @Component(modules = AppCredentialsModule.class)
  interface Kinds {
    Map<String, CredentialProvider> providers();
  }

  @Test
  void providers_boundByTheNameTheyDescribe() {
    assertThat(DaggerAppCredentialsModuleTest_Kinds.create().providers())
        .containsKeys(
            AppCredentials.CLIENT_SECRET,
            AppCredentials.CLIENT_CERTIFICATE,
            AppCredentials.FEDERATED)
        .allSatisfy((kind, provider) -> assertThat(provider.describe().kind()).isEqualTo(kind));
  }
}
