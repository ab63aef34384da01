package dev.tokenward.core;

import java.util.Map;

/** The contract holds for the smallest kind. */
class DemoKindTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Map<String, String> fields = Map.of("tokenUrl", "https://login.example/token");
    return new DemoKind()
        .open(new Credential("build", "demo", fields, Map.of("key", secret)), runtime);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return new HttpSender.Response(200, Map.of(), token);
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return new HttpSender.Response(401, Map.of(), "The key " + echo + " is wrong");
  }
}
