package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody hands in to take the place of a credential's secrets.
 *
 * @param secrets all secret fields of its kind
 * @param expiresAt when they end, as far as somebody said, or null
 */
public record NewSecrets(Map<String, Secret> secrets, @Nullable Instant expiresAt) {}
