package dev.tokenward.appcred;

import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.util.List;
import java.util.Set;

/**
 * Grants tried in order: the next one only where the server does not take what the one before
 * proves itself by, so that secrets may overlap while they are replaced.
 */
final class FirstAccepted implements Grant {

  private static final Set<Reason> NOT_TAKEN = Set.of(Reason.REJECTED, Reason.CREDENTIAL_EXPIRED);

  private final List<Grant> grants;

  FirstAccepted(List<Grant> grants) {
    this.grants = List.copyOf(grants);
  }

  @Override
  public MintedToken acquire(Authority authority, Ask ask) {
    for (Grant grant : grants.subList(0, grants.size() - 1)) {
      try {
        return grant.acquire(authority, ask);
      } catch (TokenException e) {
        if (!NOT_TAKEN.contains(e.reason())) {
          throw e;
        }
      }
    }
    return grants.get(grants.size() - 1).acquire(authority, ask);
  }
}
