package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenRequest;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.KeptCredential;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bounds how many different tokens one caller can make the vault fetch for one credential. */
final class Scopes {

  private static final int MOST = 32;

  /**
   * What was asked for longest ago is forgotten: the cache of each credential has its own bound.
   */
  private static final int MOST_USES = 10_000;

  private record Use(String callerId, String credentialId) {}

  private final Map<Use, Set<TokenRequest>> asked =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, Set<TokenRequest>> eldest) {
          return size() > MOST_USES;
        }
      };

  TokenRequest request(Caller caller, KeptCredential credential, List<String> scopes) {
    TokenRequest request = TokenRequest.scopes(scopes);
    if (!scopes.isEmpty()) {
      note(new Use(caller.id(), credential.id()), request);
    }
    return request;
  }

  private synchronized void note(Use use, TokenRequest request) {
    Set<TokenRequest> before = asked.computeIfAbsent(use, key -> new HashSet<>());
    if (!before.contains(request) && before.size() >= MOST) {
      throw new RefusedException(
          RefusedException.Reason.TOO_MANY,
          "This caller has asked for " + MOST + " different sets of scopes already",
          "scopes",
          "Ask for one of those again.");
    }
    before.add(request);
  }
}
