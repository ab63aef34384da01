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
    Map<String, CredentialProvider> kinds =
        DaggerAppCredentialsModuleTest_Kinds.create().providers();

    assertThat(kinds)
        .containsOnlyKeys(
            AppCredentials.CLIENT_SECRET,
            AppCredentials.CLIENT_CERTIFICATE,
            AppCredentials.FEDERATED,
            AppCredentials.CLIENT_CREDENTIALS,
            AppCredentials.MANAGED_IDENTITY)
        .allSatisfy((name, kind) -> assertThat(kind.describe().kind()).isEqualTo(name));
  }
}
