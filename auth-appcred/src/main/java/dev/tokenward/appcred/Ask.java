package dev.tokenward.appcred;

import dev.tokenward.core.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one grant asks for.
 *
 * @param scopes what the token is for
 * @param claims what it has to say besides, as JSON, or null
 * @param user the token of the user on whose behalf the app acts, or null for the app itself
 */
record Ask(Set<String> scopes, @Nullable String claims, @Nullable Secret user) {

  /** Copies the scopes. */
  Ask {
    scopes = Set.copyOf(scopes);
  }
}
