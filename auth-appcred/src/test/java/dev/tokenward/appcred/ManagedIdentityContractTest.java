package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.util.Map;

/** There is no stored secret; what the suite looks for is what the endpoint repeats of it. */
class ManagedIdentityContractTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "build-vm", AppCredentials.MANAGED_IDENTITY, Map.of("source", "environment"), Map.of());
    return new ManagedIdentityProvider().open(credential, runtime);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    long end = FakeClock.START.plusSeconds(86_400).getEpochSecond();
    return Answers.json(
        200,
        "{\"token_type\":\"Bearer\",\"expires_on\":\"%s\",\"access_token\":\"%s\"}"
            .formatted(end, token));
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Answers.json(401, "{\"statusCode\":401,\"message\":\"" + echo + "\"}");
  }
}
