package dev.tokenward.appcred;

import dev.tokenward.core.MintedToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which token was given last for each resource, by its SHA-256: a host keeps its tokens for a day,
 * and gives another one early only if it is told which one a server refused. Thread-safe.
 */
final class GivenTokens {

  /** More resources than one identity has to do with; the one asked for longest ago leaves. */
  private static final int MOST = 100;

  private final Map<String, String> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  synchronized void note(String resource, MintedToken token) {
    hashes.put(resource, sha256(token.value()));
  }

  synchronized @Nullable String last(String resource) {
    return hashes.get(resource);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
