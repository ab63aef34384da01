package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.RefreshTokens;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code refresh_token}: what a user granted earlier. */
record Refreshing(Realm realm) implements Grant {

  static final String TYPE = "refresh_token";
  private static final Duration INACTIVITY = Duration.ofDays(90);

  @Override
  public Map<String, Object> redeem(TokenCall call, Client client) {
    try (RefreshTokens<UserGrant>.Refresh refresh =
        realm
            .refreshTokens()
            .begin(call.parameter("refresh_token"))
            .orElseThrow(() -> call.refusal(EntraError.INVALID_GRANT))) {
      return redeem(call, client, refresh);
    }
  }

  private Map<String, Object> redeem(
      TokenCall call, Client client, RefreshTokens<UserGrant>.Refresh refresh) {
    UserGrant grant = refresh.grant();
    call.require(grant.app().equals(client.app()), EntraError.INVALID_GRANT);
    call.refuseIf(realm.behaviour().refreshRefusal());
    call.require(!refresh.isRevoked(), EntraError.GRANT_REVOKED);
    Duration idle = Duration.between(refresh.issued(), realm.now());
    call.require(idle.compareTo(INACTIVITY) < 0, EntraError.INACTIVE_GRANT);
    call.refuseIf(grant.refusal(realm.consents()));
    AskedScopes scopes = scopes(call, grant);
    UserGrant next = grant.fulfilling(call.contexts());
    String token =
        refresh
            .exchange(grant.app().refreshReuse(), next)
            .orElseThrow(() -> call.refusal(EntraError.INVALID_GRANT));
    return new TokenAnswers(realm)
        .of(
            call,
            next.narrowedTo(scopes),
            client.proof().strength(),
            Optional.of(token),
            Optional.empty());
  }

  private AskedScopes scopes(TokenCall call, UserGrant grant) {
    Optional<AskedScopes> asked = call.optional("scope").map(AskedScopes::of);
    call.refuseIf(asked.flatMap(each -> each.refusal(realm.behaviour().isGeneric())));
    call.require(
        asked.filter(each -> !each.isWithin(grant.scopes())).isEmpty(),
        EntraError.CONSENT_REQUIRED);
    return asked.orElse(grant.scopes());
  }
}
