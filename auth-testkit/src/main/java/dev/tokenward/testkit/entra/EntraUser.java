package dev.tokenward.testkit.entra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A person in a directory who can sign in, with what stands against that. Thread-safe. */
public final class EntraUser {

  private final Tenant tenant;
  private final String name;
  private final AtomicInteger session = new AtomicInteger();
  private volatile @Nullable EntraError refusal;

  EntraUser(Tenant tenant, String name) {
    this.tenant = tenant;
    this.name = name;
  }

  /** The directory they are in. */
  public Tenant tenant() {
    return tenant;
  }

  /** What they sign in with, the user principal name. */
  public String name() {
    return name;
  }

  /** Their object id, which Azure DevOps knows them by. */
  public String objectId() {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /** Ends all sessions: what was granted before is refused as AADSTS50173. */
  public void revokeSessions() {
    session.incrementAndGet();
  }

  int session() {
    return session.get();
  }

  /**
   * Refuses what is asked for this user, at sign-in and at the token endpoint; null for no more.
   * {@link EntraError#MFA_REQUIRED} is over once they sign in at a page, and {@link
   * EntraError#POLICY_NOT_MET} once they do at one that was asked for with the claims of that
   * refusal.
   */
  public void refuseWith(@Nullable EntraError error) {
    refusal = error;
  }

  Optional<EntraError> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Signs them in at a page that was asked for with {@code claims}; returns what is against it. */
  Optional<EntraError> signIn(Optional<String> claims) {
    boolean isMet = refusal == EntraError.POLICY_NOT_MET && EntraError.isPolicyIn(claims);
    if (refusal == EntraError.MFA_REQUIRED || isMet) {
      refusal = null;
    }
    return refusal();
  }

  User user() {
    return new User(objectId(), name);
  }
}
