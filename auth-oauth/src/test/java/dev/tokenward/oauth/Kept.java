package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Grantor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A credential whose grant is kept already. */
final class Kept {

  static final String TOKEN_URL = "https://login.example/token";

  private Kept() {}

  /** Of an app at any server; {@code fields} come on top. */
  static Credential credential(Secret clientSecret, Map<String, String> fields) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "preset", "oauth2",
                "authorizationUrl", "https://login.example/authorize",
                "tokenUrl", TOKEN_URL,
                "clientId", "boards"));
    all.putAll(fields);
    return new Credential(
        "7", "boards", DelegatedOAuth.KIND, all, Map.of("clientSecret", clientSecret));
  }

  /** As it was kept before it was noted what the consent had asked for. */
  static GrantState grant(Client client, @Nullable Secret refreshToken) {
    return new GrantState(
        refreshToken,
        null,
        null,
        client.boundTo(),
        "",
        new Grantor("ada@contoso.example", "subject", null, false, List.of("code"), null),
        FakeClock.START,
        FakeClock.START,
        null);
  }

  /** What a consent to just what {@code client} asks for gave. */
  static GrantState consented(Client client, @Nullable Secret refreshToken) {
    return new GrantState(
        refreshToken,
        null,
        client.scopes(),
        client.boundTo(),
        "",
        new Grantor("ada@contoso.example", "subject", null, false, client.scopes(), null),
        FakeClock.START,
        FakeClock.START,
        null);
  }

  /** A source of {@code credential} with a grant in memory. */
  static TokenSource source(Credential credential, TokenRuntime runtime, Secret refreshToken) {
    Grants grants = Grants.inMemory(runtime);
    Client client = Client.of(credential);
    grants.of(client).replace(grant(client, refreshToken));
    return new OAuthProvider(grants).open(credential, runtime);
  }

  static HttpSender.Response json(int status, String body) {
    return new HttpSender.Response(
        status, Map.of("Content-Type", List.of("application/json")), body);
  }

  static HttpSender.Response token(String token, String refreshToken) {
    return json(
        200,
        """
        {"token_type": "Bearer", "access_token": "%s", "expires_in": 3600, "refresh_token": "%s"}
        """
            .formatted(token, refreshToken));
  }

  static HttpSender.Response error(String error, String words) {
    return json(
        400,
        "{\"error\": \"%s\", \"error_description\": \"%s\"}"
            .formatted(error, words.replace("\"", "'")));
  }
}
