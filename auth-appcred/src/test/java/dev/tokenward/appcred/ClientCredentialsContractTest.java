package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.util.Map;

class ClientCredentialsContractTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "orders",
            AppCredentials.CLIENT_CREDENTIALS,
            Map.of("tokenUrl", "https://login.example/token", "clientId", "orders-job"),
            Map.of("clientSecret", secret));
    return new ClientCredentialsProvider().open(credential, runtime);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return Answers.token(token);
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Answers.error("invalid_client", echo);
  }
}
