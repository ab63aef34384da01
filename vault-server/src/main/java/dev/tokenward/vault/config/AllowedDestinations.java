package dev.tokenward.vault.config;

import java.net.URI;
import java.util.List;

/** Decides what the entries of {@code destinations.allow} mean. */
@FunctionalInterface
public interface AllowedDestinations {

  /** Whether {@code entries}, each of good form, allow sending to {@code destination}. */
  boolean allow(List<String> entries, URI destination);
}
