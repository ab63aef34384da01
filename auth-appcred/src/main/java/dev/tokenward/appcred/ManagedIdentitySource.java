package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import dev.tokenward.core.AccessToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;

/**
 * The host's identity by MSAL4J, which here finds the endpoint and builds the request: every call
 * is one grant.
 */
final class ManagedIdentitySource implements TokenSource {

  private final ManagedIdentityId identity;
  private final String source;
  private final String scope;
  private final Exchange exchange;
  private final GivenTokens given = new GivenTokens();

  ManagedIdentitySource(
      ManagedIdentityId identity, String source, String scope, Exchange exchange) {
    this.identity = identity;
    this.source = source;
    this.scope = scope;
    this.exchange = exchange;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    String resource = resource(request);
    IdentitySource.require(source, exchange.name());
    String revoked = request.claims() == null ? null : given.last(resource);
    MsalIdentityNetwork network = new MsalIdentityNetwork(exchange, revoked);
    // MSAL4J's cache is one for the whole program, and to look into it asks a host of its own.
    var asked = ManagedIdentityParameters.builder(resource).forceRefresh(true).build();
    Msal.run(
        exchange.name(),
        IdentityRefusals.TABLE,
        () -> application(network).acquireTokenForManagedIdentity(asked));
    given.note(resource, network.token());
    return network.token();
  }

  private ManagedIdentityApplication application(MsalIdentityNetwork network) {
    return ManagedIdentityApplication.builder(identity)
        .httpClient(network)
        .executorService(new InlineExecutor())
        .disableInternalRetries()
        .build();
  }

  private String resource(TokenRequest request) {
    if (request.tenant() != null) {
      throw refused("a tenant", "Ask without one: the identity has its own tenant and no other.");
    }
    if (request.userToken() != null) {
      throw refused(
          "a token on behalf of a user", "Take an app of Entra ID, which can act for users.");
    }
    String one = Scope.of(request, scope, exchange.name()).iterator().next();
    return one.substring(0, one.length() - "/.default".length());
  }

  private TokenException refused(String what, String nextStep) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The identity " + exchange.name() + " was asked for " + what,
        nextStep);
  }
}
