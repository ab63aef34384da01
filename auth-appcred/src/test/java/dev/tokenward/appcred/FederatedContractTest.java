package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** With the canary as the name of the workload, in an assertion that a file holds. */
class FederatedContractTest extends MintingSourceContract {

  @TempDir Path folder;

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "ado-app",
            AppCredentials.FEDERATED,
            Map.of(
                "tenant",
                "contoso.com",
                "clientId",
                "11111111-2222-3333-4444-555555555555",
                "tokenFile",
                file(secret).toString()),
            Map.of());
    return new FederatedProvider().open(credential, runtime);
  }

  private Path file(Secret secret) {
    try {
      return Files.writeString(
          folder.resolve("token"), jwt("{\"sub\":\"" + secret.reveal() + "\"}"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "e30." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return Answers.token(token);
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Answers.error("invalid_client", "AADSTS700027: " + echo);
  }
}
