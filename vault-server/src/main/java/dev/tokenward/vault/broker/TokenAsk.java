package dev.tokenward.vault.broker;

import java.time.Duration;
import java.util.List;

/**
 * What a caller asks of a credential's token.
 *
 * @param scopes empty means the credential's own
 * @param minRemaining how long the token must still live
 */
public record TokenAsk(List<String> scopes, Duration minRemaining) {

  /** Copies the scopes. */
  public TokenAsk {
    scopes = List.copyOf(scopes);
  }
}
