package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The kind {@value DelegatedOAuth#KIND}. */
final class OAuthProvider implements CredentialProvider, Authorizable {

  private final Grants grants;

  @Inject
  OAuthProvider(Grants grants) {
    this.grants = grants;
  }

  @Override
  public KindDescription describe() {
    return OAuthFields.DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return OAuthFields.problems(credential);
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Client.of(credential).destinations();
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    Client client = Client.of(credential);
    return new GrantSource(client, grants.of(client), new Provider(client, runtime));
  }

  @Override
  public Consent begin(Credential credential, URI redirect, TokenRuntime runtime) {
    Client client = Client.of(credential);
    return new CodeConsent(new Provider(client, runtime), grants.of(client), redirect);
  }

  @Override
  public Status status(Credential credential) {
    Client client = Client.of(credential);
    GrantState grant = GrantState.of(grants.of(client).read());
    if (grant == null) {
      return ended(client, GrantState.NEVER, null);
    }
    if (grant.end() != null) {
      return ended(client, grant.end().reason(), grant);
    }
    return grant.boundTo().equals(client.boundTo())
        ? good(client, grant)
        : ended(client, GrantState.MOVED, grant);
  }

  private static Status good(Client client, GrantState grant) {
    Duration unused = client.preset().unused();
    return new Status(
        true,
        null,
        null,
        grant.granted(),
        grant.grantor(),
        unused == null ? null : grant.used().plus(unused));
  }

  private static Status ended(
      Client client, String reason, @org.jspecify.annotations.Nullable GrantState grant) {
    TokenException failure = Refusals.ended(client.name(), reason);
    return new Status(
        false,
        reason,
        failure.nextStep(),
        grant == null ? null : grant.end() == null ? grant.used() : grant.end().since(),
        grant == null ? null : grant.grantor(),
        null);
  }

  @Override
  public String deauthorize(Credential credential, TokenRuntime runtime) {
    Client client = Client.of(credential);
    GrantStore store = grants.of(client);
    GrantState grant = GrantState.of(store.read());
    store.replace(GrantState.deauthorized(runtime.clock().instant()));
    boolean ended =
        grant == null
            || grant.refreshToken() == null
            || new Provider(client, runtime).end(grant.refreshToken());
    return ended
        ? ""
        : "The provider still knows the consent: remove "
            + client.clientId()
            + " from the apps of the account there, or revoke its sessions.";
  }
}
