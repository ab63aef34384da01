package dev.tokenward.testkit.entra;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An app registration with its service principal and one client secret. Thread-safe. */
public final class EntraApp {

  private final Tenant tenant;
  private final String clientId;
  private final String objectId = UUID.randomUUID().toString();
  private final String secret;
  private volatile boolean secretExpired;
  private volatile @Nullable EntraError refusal;

  EntraApp(Tenant tenant, String clientId, String secret) {
    this.tenant = tenant;
    this.clientId = clientId;
    this.secret = secret;
  }

  /** The directory it is registered in. */
  public Tenant tenant() {
    return tenant;
  }

  /** Its application (client) id. */
  public String clientId() {
    return clientId;
  }

  /** The object id of its service principal, which Azure DevOps knows it by. */
  public String objectId() {
    return objectId;
  }

  /** Its client secret. */
  public String clientSecret() {
    return secret;
  }

  /** Lets the client secret expire. */
  public void expireSecret() {
    secretExpired = true;
  }

  /** Answers every token request of this app with {@code error}, or normally again with null. */
  public void refuseWith(@Nullable EntraError error) {
    refusal = error;
  }

  Optional<EntraError> refusal() {
    return Optional.ofNullable(refusal);
  }

  Optional<EntraError> check(String presented) {
    if (!secret.equals(presented)) {
      return Optional.of(EntraError.WRONG_SECRET);
    }
    return secretExpired ? Optional.of(EntraError.EXPIRED_SECRET) : Optional.empty();
  }
}
