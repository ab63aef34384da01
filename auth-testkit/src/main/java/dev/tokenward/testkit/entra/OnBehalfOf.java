package dev.tokenward.testkit.entra;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An app on behalf of the user who called it. */
record OnBehalfOf(Realm realm) implements Grant {

  @Override
  public Map<String, Object> redeem(TokenCall call, Client client) {
    call.require(client.proof().isProof(), EntraError.MISSING_SECRET);
    call.require(
        call.parameter("requested_token_use").equals("on_behalf_of"), EntraError.UNSUPPORTED_GRANT);
    UserAssertion user = new UserAssertion(realm.tokens(), call.parameter("assertion"));
    call.refuseIf(user.refusal(client.app(), realm.now()));
    List<String> scopes = AppItself.scopes(call);
    Set<String> resources = scopes.stream().map(AskedScopes::resource).collect(toSet());
    call.require(resources.size() == 1, EntraError.INVALID_SCOPE);
    String resource = resources.iterator().next();
    call.require(Entra.AZURE_DEVOPS.contains(resource), EntraError.UNKNOWN_RESOURCE);
    String names =
        scopes.stream()
            .map(scope -> scope.substring(resource.length() + 1))
            .sorted()
            .collect(joining(" "));
    UserToken token =
        new UserToken(
            user.user(), client.app(), client.proof().strength(), resource, names, call.contexts());
    return new TokenAnswers(realm).of(realm.tokens().issue(token, realm.behaviour().life()));
  }
}
