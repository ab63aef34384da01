package dev.tokenward.pat;

import static org.assertj.core.api.Assertions.assertThat;

import dagger.Component;
import dev.tokenward.core.spi.CredentialProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatModuleTest {

  @Component(modules = PatModule.class)
  interface Kinds {
    Map<String, CredentialProvider> providers();
  }

  @Test
  void providers_boundByTheNameTheyDescribe() {
    assertThat(DaggerPatModuleTest_Kinds.create().providers())
        .hasEntrySatisfying(
            PersonalAccessTokens.KIND,
            provider -> assertThat(provider.describe().kind()).isEqualTo(PersonalAccessTokens.KIND))
        .hasSize(1);
  }
}
