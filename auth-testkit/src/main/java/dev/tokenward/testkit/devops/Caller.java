package dev.tokenward.testkit.devops;

/**
 * Who Azure DevOps takes the sender of a request for.
 *
 * @param id the identity's id
 * @param account its account name
 * @param scopes what its credential may do
 */
record Caller(String id, String account, Scopes scopes) {

  static final Caller ANONYMOUS =
      new Caller("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", "Anonymous", Scopes.NONE);

  boolean isAnonymous() {
    return equals(ANONYMOUS);
  }
}
