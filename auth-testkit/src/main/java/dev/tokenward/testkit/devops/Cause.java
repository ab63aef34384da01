package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.WebRequest;
import java.util.Set;

/** Why Azure DevOps refuses a credential, and the shape it usually does that in. */
public enum Cause {
  /** None came, or one that it does not understand or does not know. */
  UNKNOWN_CREDENTIAL(Refusal.SIGN_IN_PAGE, Refusal.BARE),
  /** A PAT that is expired, revoked, or lacks the scope: three causes, one answer. */
  DEAD_PAT(Refusal.BARE, Refusal.BARE),
  /** An Entra token that is expired. */
  EXPIRED_BEARER(Refusal.SIGN_IN_PAGE, Refusal.BEARER),
  /** An Entra token of another audience or tenant. */
  FOREIGN_BEARER(Refusal.BEARER, Refusal.BEARER),
  /** A good Entra token of an identity that is no member, has no licence, or is kept out. */
  NO_MEMBER(Refusal.NAMED_USER, Refusal.NAMED_USER),
  /** A good Entra token without the authentication context that the organization requires. */
  MISSING_CONTEXT(Refusal.CLAIMS_CHALLENGE, Refusal.CLAIMS_CHALLENGE);

  /** The methods by which a browser might have come. */
  private static final Set<String> PAGES = Set.of("GET", "HEAD", "POST");

  private final Refusal toPages;
  private final Refusal toOthers;

  Cause(Refusal toPages, Refusal toOthers) {
    this.toPages = toPages;
    this.toOthers = toOthers;
  }

  Refusal usualShape(WebRequest request) {
    if (GitPath.of(request).isPresent()) {
      return this == DEAD_PAT ? Refusal.BARE : Refusal.GIT_CHALLENGE;
    }
    return PAGES.contains(request.method()) ? toPages : toOthers;
  }
}
