package dev.tokenward.vault.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The callers that the vault knows, and the proof that one of them calls. */
public final class Callers {

  private record Known(Caller caller, List<String> secretHashes) {}

  private final Map<String, Known> byName;
  private final KeyedHash hash;
  private final Known nobody;

  private Callers(Map<String, Known> byName, KeyedHash hash) {
    this.byName = byName;
    this.hash = hash;
    this.nobody = new Known(new Caller("", ""), List.of(hash.of("")));
  }

  /** Knows {@code secrets} by caller; keeps only their hashes. */
  public static Callers of(Map<Caller, List<String>> secrets, KeyedHash hash) {
    Map<String, Known> byName = new HashMap<>();
    secrets.forEach(
        (caller, texts) ->
            byName.put(caller.name(), new Known(caller, texts.stream().map(hash::of).toList())));
    return new Callers(Map.copyOf(byName), hash);
  }

  /** The caller of that client id and secret. Unknown names cost as much as wrong secrets. */
  public Optional<Caller> authenticate(String clientId, String secret) {
    Known known = byName.getOrDefault(clientId, nobody);
    byte[] given = hash.of(secret).getBytes(StandardCharsets.US_ASCII);
    boolean proven = false;
    for (String kept : known.secretHashes()) {
      proven |= MessageDigest.isEqual(kept.getBytes(StandardCharsets.US_ASCII), given);
    }
    return proven && !known.caller().id().isEmpty()
        ? Optional.of(known.caller())
        : Optional.empty();
  }
}
