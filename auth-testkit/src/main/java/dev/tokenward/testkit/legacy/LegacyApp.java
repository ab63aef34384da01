package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.grants.RedirectUris;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** An app registered with Azure DevOps itself. Thread-safe. */
public final class LegacyApp {

  private final String id = UUID.randomUUID().toString();
  private final String secret;
  private final String redirectUri;
  private final Set<String> scopes;
  private volatile boolean secretExpired;

  LegacyApp(String secret, String redirectUri, String scopes) {
    this.secret = secret;
    this.redirectUri = redirectUri;
    this.scopes = words(scopes);
  }

  static Set<String> words(String scopes) {
    return Arrays.stream(scopes.trim().split(" +")).collect(Collectors.toUnmodifiableSet());
  }

  /** Its App ID. */
  public String clientId() {
    return id;
  }

  /** Its client secret, which is a JWT. */
  public String clientSecret() {
    return secret;
  }

  /** The one URL that answers go to. */
  public String redirectUri() {
    return redirectUri;
  }

  /** Lets its secret expire. */
  public void expireSecret() {
    secretExpired = true;
  }

  boolean isSecretExpired() {
    return secretExpired;
  }

  boolean redirectsTo(String uri) {
    return redirectUri.equals(uri) && RedirectUris.isSafe(uri);
  }

  boolean mayAskFor(String asked) {
    return scopes.containsAll(words(asked));
  }
}
