package dev.tokenward.vault.broker;

import java.net.URI;

/**
 * Where people's browsers reach the vault.
 *
 * @param origin scheme, host and port
 */
public record ConsoleUrl(URI origin) {

  /** The path of {@link #redirect}. */
  public static final String CALLBACK = "/oauth/callback";

  /** Where providers send browsers back to: what is registered there as the redirect URI. */
  public URI redirect() {
    return origin.resolve(CALLBACK);
  }

  /** The page of one consent. */
  URI connect(String id) {
    return origin.resolve("/connect/" + id);
  }
}
