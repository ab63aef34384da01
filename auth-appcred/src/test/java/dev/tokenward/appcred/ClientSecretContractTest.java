package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.util.Map;

class ClientSecretContractTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "ado-app",
            AppCredentials.CLIENT_SECRET,
            Map.of("tenant", "contoso.com", "clientId", "11111111-2222-3333-4444-555555555555"),
            Map.of("clientSecret", secret));
    return new ClientSecretProvider().open(credential, runtime);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return Answers.token(token);
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Answers.error("invalid_client", "AADSTS7000215: " + echo);
  }
}
