package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.entra.AccessTokens;
import dev.tokenward.testkit.grants.Codes;
import dev.tokenward.testkit.grants.RefreshTokens;
import dev.tokenward.testkit.grants.Reuse;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * The token endpoint, where codes and refresh tokens both come as an {@code assertion}. What it
 * calls its errors is Azure DevOps' own {@code TokenError}.
 */
record LegacyTokens(AccessTokens tokens, LegacyStore store) {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration LIFE = Duration.ofSeconds(3599);

  Reply answer(WebRequest request) {
    if (!request.method().equals("POST") || !request.contentType().equals(FORM)) {
      return Reply.text(400, "The request must be a POST of " + FORM + ".");
    }
    return new Call(request.form()).reply().header("Cache-Control", "no-store");
  }

  private static RefusedException refusal(String error, String description) {
    return new RefusedException(
        Reply.json(400, Map.of("Error", error, "ErrorDescription", description)));
  }

  private static void require(boolean condition, String error, String description) {
    if (!condition) {
      throw refusal(error, description);
    }
  }

  /** One token request. */
  private final class Call {

    private final Map<String, BiFunction<LegacyApp, String, Reply>> grants =
        Map.of(
            "urn:ietf:params:oauth:grant-type:jwt-bearer", this::redeemed,
            "refresh_token", this::refreshed);

    private final Map<String, String> form;

    Call(Map<String, String> form) {
      this.form = form;
    }

    Reply reply() {
      return RefusedException.caught(this::success);
    }

    private Reply success() {
      BiFunction<LegacyApp, String, Reply> grant =
          Optional.ofNullable(grants.get(form.getOrDefault("grant_type", "")))
              .orElseThrow(() -> refusal("grantTypeRequired", "The grant type is not supported."));
      LegacyApp app = app();
      String assertion = form.getOrDefault("assertion", "");
      require(!assertion.isEmpty(), "authorizationGrantRequired", "There is no assertion.");
      require(
          app.redirectUri().equals(form.get("redirect_uri")),
          "invalidRedirectUri",
          "The redirect URI is not the registered one.");
      return grant.apply(app, assertion);
    }

    private LegacyApp app() {
      require(
          ASSERTION_TYPE.equals(form.get("client_assertion_type"))
              && form.containsKey("client_assertion"),
          "clientSecretRequired",
          "There is no client assertion.");
      LegacyApp app =
          store
              .bySecret(form.getOrDefault("client_assertion", ""))
              .orElseThrow(() -> refusal("invalidClientSecret", "The client secret is wrong."));
      require(!app.isSecretExpired(), "clientSecretExpired", "The client secret has expired.");
      return app;
    }

    private Reply redeemed(LegacyApp app, String text) {
      Codes.Code<LegacyGrant> code =
          store
              .codes()
              .find(text)
              .filter(known -> known.grant().app().equals(app))
              .orElseThrow(() -> refusal("invalidAuthorizationGrant", "The code is not known."));
      require(!code.isExpired(), "authorizationGrantExpired", "The code has expired.");
      requireGood(code.grant());
      require(code.spend(), "accessAlreadyIssued", "The code was used before.");
      return answer(code.grant(), store.refreshTokens().first(code.grant()));
    }

    private Reply refreshed(LegacyApp app, String text) {
      try (RefreshTokens<LegacyGrant>.Refresh refresh =
          store
              .refreshTokens()
              .begin(text)
              .orElseThrow(() -> refusal("invalidRefreshToken", "The token is not known."))) {
        LegacyGrant grant = refresh.grant();
        require(grant.app().equals(app), "invalidRefreshToken", "The token is another app's.");
        requireGood(grant);
        return refresh
            .exchange(Reuse.singleUse(), grant)
            .map(next -> answer(grant, next))
            .orElseThrow(
                () -> refusal("accessTokenAlreadyRefreshed", "The token was used before."));
      }
    }

    private void requireGood(LegacyGrant grant) {
      require(store.isGood(grant), "authorizationNotFound", "The authorization was revoked.");
    }

    private Reply answer(LegacyGrant grant, String refreshToken) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("access_token", tokens.sign(claims(grant), LIFE));
      body.put("token_type", "jwt-bearer");
      body.put("expires_in", String.valueOf(LIFE.toSeconds()));
      body.put("refresh_token", refreshToken);
      return Reply.json(200, body);
    }

    private Map<String, Object> claims(LegacyGrant grant) {
      return Map.of(
          "iss", LegacyOAuth.AUDIENCE,
          "aud", LegacyOAuth.AUDIENCE,
          "sub", grant.user().objectId(),
          "nameid", grant.user().objectId(),
          "upn", grant.user().name(),
          "scp", grant.scopes(),
          "aui", grant.authorization(),
          "appid", grant.app().clientId(),
          "jti", UUID.randomUUID().toString());
    }
  }
}
