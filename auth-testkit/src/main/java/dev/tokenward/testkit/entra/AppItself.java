package dev.tokenward.testkit.entra;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code client_credentials}: an app as itself. */
record AppItself(Realm realm) implements Grant {

  static final String TYPE = "client_credentials";

  @Override
  public Map<String, Object> redeem(TokenCall call, Client client) {
    call.require(client.proof().isProof(), EntraError.MISSING_SECRET);
    String token =
        realm
            .tokens()
            .issue(
                client.app(),
                client.proof().strength(),
                audience(call),
                realm.behaviour().life(),
                call.contexts());
    return new TokenAnswers(realm).of(token);
  }

  private static String audience(TokenCall call) {
    List<String> scopes = scopes(call);
    call.require(scopes.size() == 1, EntraError.INVALID_SCOPE);
    String scope = scopes.get(0);
    call.require(scope.endsWith("/.default"), EntraError.SCOPE_WITHOUT_DEFAULT);
    String resource = AskedScopes.resource(scope);
    call.require(Entra.AZURE_DEVOPS.contains(resource), EntraError.UNKNOWN_RESOURCE);
    return resource;
  }

  /** The scopes asked for, but for those of OpenID Connect, which mean nothing without a user. */
  static List<String> scopes(TokenCall call) {
    return Arrays.stream(call.parameter("scope").split(" "))
        .filter(scope -> !AskedScopes.OPENID.contains(scope))
        .toList();
  }
}
