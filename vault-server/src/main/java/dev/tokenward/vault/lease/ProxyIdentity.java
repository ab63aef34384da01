package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the proxy.
 *
 * @param caller who asks; for a virtual PAT, who made it
 * @param lease the virtual PAT or vault token it came with; null for a client id and secret
 */
public record ProxyIdentity(Caller caller, @Nullable Lease lease) {}
