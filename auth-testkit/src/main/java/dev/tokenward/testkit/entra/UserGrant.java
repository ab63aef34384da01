package dev.tokenward.testkit.entra;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user granted to an app.
 *
 * @param session the user's session that it rests on
 * @param contexts the authentication contexts that were fulfilled
 */
record UserGrant(
    EntraApp app, EntraUser user, int session, AskedScopes scopes, List<String> contexts) {

  static UserGrant of(EntraApp app, EntraUser user, AskedScopes scopes, List<String> contexts) {
    return new UserGrant(app, user, user.session(), scopes, contexts);
  }

  /** The same with more contexts: once fulfilled, they need not be asked for again. */
  UserGrant fulfilling(List<String> more) {
    List<String> all = Stream.concat(contexts.stream(), more.stream()).distinct().toList();
    return new UserGrant(app, user, session, scopes, all);
  }

  UserGrant narrowedTo(AskedScopes fewer) {
    return new UserGrant(app, user, session, fewer, contexts);
  }

  /** Why it is not good any more. */
  Optional<EntraError> refusal(Consents consents) {
    return user.refusal().or(() -> session == user.session() ? withdrawn(consents) : revoked());
  }

  private static Optional<EntraError> revoked() {
    return Optional.of(EntraError.GRANT_REVOKED);
  }

  private Optional<EntraError> withdrawn(Consents consents) {
    return consents.isGiven(app, user)
        ? Optional.empty()
        : Optional.of(EntraError.CONSENT_REQUIRED);
  }
}
