package dev.tokenward.pat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSourceContract;
import java.util.Map;

class PatContractTest extends TokenSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "ado-pat",
            PersonalAccessTokens.KIND,
            Map.of("organization", "acme"),
            Map.of("token", secret));
    return new PatProvider().open(credential, runtime);
  }
}
