package dev.tokenward.pat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
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

  @Override
  protected boolean asksUpstream() {
    return false;
  }

  @Override
  protected HttpSender.Response granted(String token) {
    throw new AssertionError("A personal access token is not asked for");
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    throw new AssertionError("A personal access token is not asked for");
  }
}
