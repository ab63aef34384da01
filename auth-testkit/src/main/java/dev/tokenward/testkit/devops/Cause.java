package dev.tokenward.testkit.devops;

/** Why Azure DevOps refuses a credential, and the shape it usually does that in. */
public enum Cause {
  /** None came, or one that it does not understand or does not know. */
  UNKNOWN_CREDENTIAL(Refusal.SIGN_IN_PAGE, Refusal.BARE),
  /** A PAT that is expired, revoked, or lacks the scope: three causes, one answer. */
  DEAD_PAT(Refusal.BARE, Refusal.BARE),
  /** An Entra token that is expired. */
  EXPIRED_BEARER(Refusal.SIGN_IN_PAGE, Refusal.BEARER),
  /** An Entra token of another audience or tenant, or of an identity that is no member. */
  FOREIGN_BEARER(Refusal.BEARER, Refusal.BEARER);

  private final Refusal toGetAndPost;
  private final Refusal toOthers;

  Cause(Refusal toGetAndPost, Refusal toOthers) {
    this.toGetAndPost = toGetAndPost;
    this.toOthers = toOthers;
  }

  Refusal usual(String method) {
    return method.equals("GET") || method.equals("POST") ? toGetAndPost : toOthers;
  }
}
