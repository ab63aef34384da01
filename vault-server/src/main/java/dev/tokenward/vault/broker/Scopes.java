package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenRequest;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.KeptCredential;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how many different tokens one caller can make the vault fetch for one credential. */
final class Scopes {

  private static final int MOST = 32;

  private record Use(String callerId, String credentialId) {}

  private final Map<Use, Set<TokenRequest>> asked = new ConcurrentHashMap<>();

  TokenRequest request(Caller caller, KeptCredential credential, List<String> scopes) {
    TokenRequest request = TokenRequest.scopes(scopes);
    if (scopes.isEmpty()) {
      return request;
    }
    Set<TokenRequest> before =
        asked.computeIfAbsent(
            new Use(caller.id(), credential.id()), use -> ConcurrentHashMap.newKeySet());
    if (!before.contains(request) && before.size() >= MOST) {
      throw new RefusedException(
          RefusedException.Reason.TOO_MANY,
          "This caller has asked for " + MOST + " different sets of scopes already",
          "scopes",
          "Ask for one of those again.");
    }
    before.add(request);
    return request;
  }
}
