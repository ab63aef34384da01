package dev.tokenward.oauth;

/**
 * How a token endpoint wants to be asked: the names that differ between servers.
 *
 * @param codeGrant the {@code grant_type} for a code
 * @param code the parameter that the code is sent in
 * @param refreshToken the parameter that the refresh token is sent in
 * @param redirectAgain whether a refresh repeats the redirect URI of the consent
 * @param narrows whether a refresh may ask for fewer scopes than were consented to
 * @param secretType the type of assertion that the secret is sent as; empty where it is sent as a
 *     secret
 */
record Wording(
    String codeGrant,
    String code,
    String refreshToken,
    boolean redirectAgain,
    boolean narrows,
    String secretType) {

  /** RFC 6749, 4.1.3 and 6. */
  static final Wording STANDARD =
      new Wording("authorization_code", "code", "refresh_token", false, true, "");

  /** Azure DevOps OAuth: every token is an assertion, and so is the secret of the app. */
  static final Wording ASSERTIONS =
      new Wording(
          "urn:ietf:params:oauth:grant-type:jwt-bearer",
          "assertion",
          "assertion",
          true,
          false,
          "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
}
