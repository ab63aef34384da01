package dev.tokenward.appcred;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import java.util.List;

/** One client of one server: every call is one grant. */
final class ClientCredentialsSource implements TokenSource {

  private final TokenServer server;
  private final ClientAuthentication authentication;
  private final Exchange exchange;

  ClientCredentialsSource(
      TokenServer server, ClientAuthentication authentication, Exchange exchange) {
    this.server = server;
    this.authentication = authentication;
    this.exchange = exchange;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    TokenForm form =
        new TokenForm()
            .field("grant_type", "client_credentials")
            .field("scope", String.join(" ", scopes(request)))
            .field("audience", server.audience())
            .field("resource", server.resource());
    authentication.prove(form);
    return new TokenAnswer(exchange.send(form.post(server.url())), OAuthRefusals.TABLE)
        .token(server.name(), exchange.now());
  }

  private List<String> scopes(TokenRequest request) {
    if (request.tenant() != null) {
      throw refused("a tenant", "Ask without one: the client is of one server, which has none.");
    }
    if (request.userToken() != null) {
      throw refused(
          "a token on behalf of a user", "Ask without one: this client signs in as itself alone.");
    }
    if (!Scope.areWellFormed(request.scopes())) {
      throw refused("scopes that are none", "A scope has no spaces and no quotes.");
    }
    return request.scopes().isEmpty() ? server.scopes() : request.scopes();
  }

  private TokenException refused(String what, String nextStep) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The client " + server.name() + " was asked for " + what,
        nextStep);
  }
}
