package dev.tokenward.oauth;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.util.Map;

class DelegatedContractTest extends MintingSourceContract {

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    return Kept.source(
        Kept.credential(secret, Map.of("refreshTokenReuse", "tolerated")), runtime, secret);
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return Kept.token(token, "the-next-one");
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Kept.error("invalid_grant", echo);
  }
}
