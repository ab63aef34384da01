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
        .hasEntrySatisfying(
            AppCredentials.CLIENT_SECRET,
            provider ->
                assertThat(provider.describe().kind()).isEqualTo(AppCredentials.CLIENT_SECRET))
        .hasSize(1);
  }
}
