package dev.tokenward.oauth;

import dagger.Lazy;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kind {@value DelegatedOAuth#KIND}. */
final class OAuthProvider implements CredentialProvider, Authorizable {

  private final Lazy<Grants> grants;

  /** With a place that is asked for at the first use: finding it may need the kinds. */
  @Inject
  OAuthProvider(Lazy<Grants> grants) {
    this.grants = grants;
  }

  OAuthProvider(Grants grants) {
    this(() -> grants);
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
    return new GrantSource(client, grants.get().of(client), new Provider(client, runtime));
  }

  @Override
  public Asked asked(Credential credential) {
    Client client = Client.of(credential);
    return new Asked(
        client.preset().label(),
        client.scopes(),
        Client.given(credential, OAuthFields.ACCOUNT).orElse(null),
        Client.given(credential, OAuthFields.CONNECTORS).orElse(null),
        client.preset().retires());
  }

  @Override
  public Consent begin(Credential credential, URI redirect, TokenRuntime runtime) {
    Client client = Client.of(credential);
    return new CodeConsent(new Provider(client, runtime), grants.get().of(client), redirect);
  }

  @Override
  public Status status(Credential credential) {
    Client client = Client.of(credential);
    GrantState grant = GrantState.of(grants.get().of(client).read());
    if (grant == null) {
      return ended(client, GrantState.NEVER, null, null);
    }
    if (grant.end() != null) {
      return ended(client, grant.end().reason(), grant, grant.end().since());
    }
    String barred = grant.barred(client, grants.get().now());
    return barred.isEmpty()
        ? good(client, grant)
        : ended(client, barred, grant, since(grant, barred));
  }

  private static Instant since(GrantState grant, String barred) {
    Instant ends = grant.grantor().ends();
    return barred.equals(GrantState.NO_REFRESH_TOKEN) && ends != null ? ends : grant.used();
  }

  private static Status good(Client client, GrantState grant) {
    Duration idle = grant.refreshToken() == null ? null : client.idle();
    return new Status(
        true,
        null,
        null,
        grant.granted(),
        grant.grantor(),
        grant.used(),
        idle == null ? null : grant.used().plus(idle),
        Reach.of(grant, client).added());
  }

  private static Status ended(
      Client client, String reason, @Nullable GrantState grant, @Nullable Instant since) {
    TokenException failure = Refusals.ended(client.name(), reason);
    return new Status(
        false,
        reason,
        failure.nextStep(),
        since,
        grant == null ? null : grant.grantor(),
        grant == null ? null : grant.used(),
        null,
        List.of());
  }

  @Override
  public String deauthorize(Credential credential, TokenRuntime runtime) {
    Client client = Client.of(credential);
    GrantStore store = grants.get().of(client);
    GrantState grant = store.replace(GrantState.deauthorized(runtime.clock().instant()));
    boolean ended =
        grant == null || grant.refreshToken() == null || new Provider(client, runtime).end(grant);
    return ended
        ? ""
        : "The provider still knows the consent: remove "
            + client.clientId()
            + " from the apps of the account there, or revoke its sessions.";
  }
}
