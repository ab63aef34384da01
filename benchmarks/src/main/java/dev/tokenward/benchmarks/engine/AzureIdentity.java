package dev.tokenward.benchmarks.engine;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/** azure-identity's credential of an app with a client secret; it stands on MSAL4J. */
final class AzureIdentity implements TokenCache {

  private final ClientSecretCredential credential;
  private final String[] scopes;
  private final TokenRequestContext[] requests;

  AzureIdentity(Provider provider, int keys) {
    this.credential =
        new ClientSecretCredentialBuilder()
            .tenantId(Msal4j.TENANT)
            .clientId(Msal4j.CLIENT)
            .clientSecret("unused-secret")
            .disableInstanceDiscovery()
            .executorService(Pool.of64())
            .httpClient(
                request -> Mono.fromSupplier(() -> new AzureResponse(request, provider.ask())))
            .build();
    this.scopes = Scopes.upTo(keys);
    this.requests =
        Arrays.stream(scopes).map(AzureIdentity::request).toArray(TokenRequestContext[]::new);
  }

  static TokenRequestContext request(String scope) {
    return new TokenRequestContext().addScopes(scope);
  }

  @Override
  public Object hit(int key) {
    return credential.getTokenSync(requests[key]);
  }

  @Override
  public Object build(int key) {
    return credential.getTokenSync(request(scopes[key]));
  }
}
