package dev.tokenward.benchmarks.engine;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import java.util.List;
import java.util.Map;

/** An app of Entra ID in this project, down to HTTP: for what a provider says in headers. */
final class TokenwardApp implements TokenCache {

  private final CachingTokenSource source;

  TokenwardApp(Provider provider) {
    this.source =
        AppCredentials.clientSecret(Msal4j.TENANT, Msal4j.CLIENT, Secret.of("unused-secret"))
            .runtime(TokenRuntime.system().withHttp(request -> response(provider.ask())))
            .open();
  }

  private static HttpSender.Response response(Answer answer) {
    Map<String, List<String>> headers =
        answer.ok()
            ? Map.of("Content-Type", List.of("application/json"))
            : Map.of("Retry-After", List.of(answer.retryAfter().toSeconds() + ""));
    return new HttpSender.Response(answer.status(), headers, answer.json());
  }

  @Override
  public Object hit(int key) {
    return source.token();
  }
}
