package dev.tokenward.examples.library;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.util.List;
import java.util.Map;

/** All that the author of a kind writes to show that it keeps to the contract. */
class ApiKeyKindTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "orders",
            ApiKeyKind.KIND,
            Map.of("tokenUrl", "https://orders.example/token"),
            Map.of("apiKey", secret));
    return new ApiKeyKind().open(credential, runtime);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return new HttpSender.Response(
        200,
        Map.of("Content-Type", List.of("application/json")),
        "{\"access_token\":\"" + token + "\",\"expires_in\":3600}");
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return new HttpSender.Response(401, Map.of(), "{\"error\":\"" + echo + " is no key\"}");
  }
}
