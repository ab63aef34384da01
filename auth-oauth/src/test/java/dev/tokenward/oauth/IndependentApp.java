package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.Authorizable.Status;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * An app at any OpenID provider, with its grant in memory.
 *
 * @param browser visits a page, and tells where it is sent back to
 */
record IndependentApp(
    Credential credential,
    TokenRuntime runtime,
    Grants grants,
    OAuthProvider provider,
    Function<URI, URI> browser) {

  IndependentApp(Credential credential, TokenRuntime runtime, Function<URI, URI> browser) {
    this(credential, runtime, Grants.inMemory(runtime), browser);
  }

  private IndependentApp(
      Credential credential, TokenRuntime runtime, Grants grants, Function<URI, URI> browser) {
    this(credential, runtime, grants, new OAuthProvider(grants), browser);
  }

  static Credential credential(String clientId, String issuer, String scope, Secret secret) {
    return new Credential(
        "7",
        "boards",
        DelegatedOAuth.KIND,
        Map.of(
            "preset", "openid-connect",
            "issuer", issuer,
            "clientId", clientId,
            "scope", scope),
        Map.of("clientSecret", secret));
  }

  /** Consents, and keeps the grant. */
  IndependentApp consented() {
    Consent consent = begin();
    consent.finish(redirected(consent.page())).keep();
    return this;
  }

  Consent begin() {
    return provider.begin(credential, AtEntra.REDIRECT, runtime);
  }

  Map<String, String> redirected(URI page) {
    return AtEntra.parameters(browser.apply(page));
  }

  /** How a consent fails whose page was changed on its way. */
  TokenException failure(Function<String, String> change) {
    Consent consent = begin();
    URI page = URI.create(change.apply(consent.page().toString()));
    Map<String, String> parameters = redirected(page);
    return catchThrowableOfType(TokenException.class, () -> consent.finish(parameters));
  }

  TokenSource source() {
    return provider.open(credential, runtime);
  }

  Status status() {
    return provider.status(credential);
  }

  Grantor grantor() {
    return Objects.requireNonNull(status().grantor());
  }

  Secret refreshToken() {
    GrantState grant =
        Objects.requireNonNull(GrantState.of(grants.of(Client.of(credential)).read()));
    return Objects.requireNonNull(grant.refreshToken());
  }

  /** Spends a refresh token past everything that is kept: what a thief would do. */
  Outcome refreshed(Secret refreshToken) {
    return upstream().call().refresh(refreshToken, "", List.of(), Map.of());
  }

  Provider upstream() {
    return new Provider(Client.of(credential), runtime);
  }

  /** Tells what it is for, and nothing of the grant. */
  @Override
  public String toString() {
    return "IndependentApp[" + credential.name() + "]";
  }
}
