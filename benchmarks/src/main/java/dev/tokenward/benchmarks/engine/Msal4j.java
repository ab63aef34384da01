package dev.tokenward.benchmarks.engine;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.net.MalformedURLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** MSAL4J's client credentials, on threads of its own: as many as this project's engine has. */
final class Msal4j implements TokenCache {

  static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  static final String CLIENT = "3a1f0d9e-7c55-4b26-9d0e-5f6a7b8c9d01";

  private final ConfidentialClientApplication app;
  private final String[] scopes;
  private final ClientCredentialParameters[] requests;

  Msal4j(Provider provider, int keys) throws MalformedURLException {
    this.app =
        ConfidentialClientApplication.builder(
                CLIENT, ClientCredentialFactory.createFromSecret("unused-secret"))
            .authority("https://login.microsoftonline.com/" + TENANT + "/")
            .instanceDiscovery(false)
            .executorService(Pool.of64())
            .httpClient(request -> response(provider.ask()))
            .build();
    this.scopes = Scopes.upTo(keys);
    this.requests =
        Arrays.stream(scopes).map(Msal4j::request).toArray(ClientCredentialParameters[]::new);
  }

  private static ClientCredentialParameters request(String scope) {
    return ClientCredentialParameters.builder(Set.of(scope)).build();
  }

  private static IHttpResponse response(Answer answer) {
    HttpResponse response = new HttpResponse().statusCode(answer.status()).body(answer.json());
    response.addHeaders(
        answer.retryAfter().isZero()
            ? Map.of("Content-Type", List.of("application/json"))
            : Map.of("Retry-After", List.of(answer.retryAfter().toSeconds() + "")));
    return response;
  }

  @Override
  public Object hit(int key) throws ExecutionException, InterruptedException {
    return app.acquireToken(requests[key]).get();
  }

  @Override
  public Object build(int key) throws ExecutionException, InterruptedException {
    return app.acquireToken(request(scopes[key])).get();
  }

  /** Without the look into the cache, which takes longer the more it holds. */
  @Override
  public void prime(int key) throws ExecutionException, InterruptedException {
    refused(key, this);
  }

  @Override
  public Object refused(int key, Object token) throws ExecutionException, InterruptedException {
    return app.acquireToken(
            ClientCredentialParameters.builder(Set.of(scopes[key])).skipCache(true).build())
        .get();
  }
}
