package dev.tokenward.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.entra.EntraApp;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One sign-in of {@code ada} to an app, step by step; each step may be changed before it is made.
 */
final class SignIn {

  static final String ADA = "ada@contoso.example";
  static final String REDIRECT = "https://app.example/callback";
  static final String RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798";
  static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-1234";

  final Map<String, String> query = new HashMap<>();
  final Map<String, String> form = new HashMap<>();

  private final Emulator emulator;
  private final Client client;
  private final EntraApp app;

  SignIn(Emulator emulator, EntraApp app) throws Exception {
    this.emulator = emulator;
    this.client = new Client(emulator);
    this.app = app;
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
    query.put("client_id", app.clientId());
    query.put("response_type", "code");
    query.put("redirect_uri", REDIRECT);
    query.put("scope", RESOURCE + "/vso.code openid offline_access");
    query.put("state", "a state&more");
    query.put("nonce", "a-nonce");
    query.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    query.put("code_challenge_method", "S256");
    form.put("client_id", app.clientId());
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER);
  }

  /** With the app's secret. */
  SignIn confidential() {
    form.put("client_secret", app.clientSecret());
    return this;
  }

  String path() {
    return "/" + app.tenant().domain() + "/oauth2/v2.0/authorize?" + Client.encoded(query);
  }

  URI url() {
    return URI.create(emulator.url() + path());
  }

  HttpResponse<String> page() throws Exception {
    return client.get(path());
  }

  Map<String, String> approved() {
    return fields(emulator.browser().approve(url(), ADA));
  }

  static Map<String, String> fields(URI redirect) {
    return Arrays.stream(redirect.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  String code() {
    return approved().getOrDefault("code", "none was given");
  }

  HttpResponse<String> redeem(String code) throws Exception {
    Map<String, String> fields = new HashMap<>(form);
    fields.putIfAbsent("grant_type", "authorization_code");
    fields.put("code", code);
    return post(fields);
  }

  JsonNode tokens() throws Exception {
    return Client.json(redeem(code()));
  }

  /** A refresh with what proves the app to be it. */
  Map<String, String> refresh(String token) {
    Map<String, String> fields = new HashMap<>(form);
    fields.keySet().removeAll(Set.of("redirect_uri", "code_verifier"));
    fields.put("grant_type", "refresh_token");
    fields.put("refresh_token", token);
    return fields;
  }

  HttpResponse<String> post(Map<String, String> fields, String... headers) throws Exception {
    return client.form("/" + app.tenant().domain() + "/oauth2/v2.0/token", fields, headers);
  }

  String refreshToken() throws Exception {
    return tokens().path("refresh_token").asText();
  }

  static JWTClaimsSet claims(JsonNode answer, String name) throws Exception {
    return SignedJWT.parse(answer.path(name).asText()).getJWTClaimsSet();
  }
}
