package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RequestRules;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client writes of a policy.
 *
 * @param callers by name
 * @param credentials by name; {@code *} means all
 * @param maxTtl null for the vault's default
 */
public record PolicyAsk(
    Set<String> callers,
    Set<String> credentials,
    Set<Permission> permissions,
    RequestRules allow,
    @Nullable Duration maxTtl) {}
