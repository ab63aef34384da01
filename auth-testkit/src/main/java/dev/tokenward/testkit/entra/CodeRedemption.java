package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.Codes;
import java.util.Map;

/** {@code authorization_code}: what a user granted at a page. */
record CodeRedemption(Realm realm) implements Grant {

  static final String TYPE = "authorization_code";

  @Override
  public Map<String, Object> redeem(TokenCall call, Client client) {
    Codes.Code<CodeGrant> code =
        realm
            .codes()
            .find(call.parameter("code"))
            .orElseThrow(() -> call.refusal(EntraError.INVALID_GRANT));
    CodeGrant asked = code.grant();
    UserGrant grant = asked.grant();
    call.require(grant.app().tenant().equals(call.tenant()), EntraError.WRONG_TENANT);
    call.require(grant.app().equals(client.app()), EntraError.INVALID_GRANT);
    call.require(!code.isSpent(), EntraError.CODE_REDEEMED);
    call.require(!code.isExpired(), EntraError.EXPIRED_GRANT);
    call.require(
        asked.redirectUri().equals(call.parameter("redirect_uri")), EntraError.OTHER_REDIRECT_URI);
    call.require(
        asked.challenge().isMetBy(call.optional("code_verifier").orElse(null)),
        EntraError.WRONG_VERIFIER);
    call.refuseIf(grant.refusal(realm.consents()));
    call.require(code.spend(), EntraError.CODE_REDEEMED);
    return new TokenAnswers(realm)
        .of(call, grant, client.proof().strength(), realm.refreshToken(grant), asked.nonce());
  }
}
