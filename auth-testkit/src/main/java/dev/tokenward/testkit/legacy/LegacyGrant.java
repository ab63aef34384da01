package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.entra.EntraUser;
import java.util.UUID;

/**
 * What a user authorized.
 *
 * @param authorization its id, which is in every token that comes of it
 */
record LegacyGrant(LegacyApp app, EntraUser user, String scopes, String authorization) {

  static LegacyGrant of(LegacyApp app, EntraUser user, String scopes) {
    return new LegacyGrant(app, user, scopes, UUID.randomUUID().toString());
  }
}
