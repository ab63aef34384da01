package dev.tokenward.testkit.entra;

import java.util.List;

/**
 * What an access token of a user says.
 *
 * @param app the one that gets it
 * @param strength what the app proved itself by: "0" for nothing, "1" for a secret, "2" for an
 *     assertion
 * @param scopes what the app may do for the user
 * @param contexts the authentication contexts it fulfils; none leaves the claim out
 */
record UserToken(
    User user,
    EntraApp app,
    String strength,
    String audience,
    String scopes,
    List<String> contexts) {}
