package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.FieldProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All that the author of a kind writes to show that it keeps to the contract. */
class ApiKeyKindTest extends MintingSourceContract {

  @Test
  void validate_urlWithoutTls_isAProblem() {
    Credential credential =
        new Credential(
            "orders",
            ApiKeyKind.KIND,
            Map.of("tokenUrl", "http://orders.example/token"),
            Map.of("apiKey", Secret.of("key")));
    assertThat(TokenSources.check(new ApiKeyKind(), credential))
        .containsExactly(new FieldProblem("tokenUrl", "must begin with https://"));
  }

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
