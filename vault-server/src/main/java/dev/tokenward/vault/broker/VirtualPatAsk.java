package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.RequestRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a virtual PAT.
 *
 * @param name what the caller calls it, or null
 * @param ttl its life, or null for the default
 * @param rules what to narrow beyond the policy
 */
public record VirtualPatAsk(@Nullable String name, @Nullable Duration ttl, RequestRules rules) {}
