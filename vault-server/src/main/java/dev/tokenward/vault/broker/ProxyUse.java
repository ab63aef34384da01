package dev.tokenward.vault.broker;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.KeptCredential;
import org.jspecify.annotations.Nullable;

/**
 * One proxied request that was allowed and recorded. The proxy, and nothing else, puts the token
 * into it.
 *
 * @param caller who asks; for a virtual PAT, who made it
 * @param token what authorizes it upstream
 * @param credential whose token it is
 * @param organization where it goes: the only origin to which the token may be sent
 * @param statement what allows it
 * @param lease the virtual PAT or vault token it came with; null for a caller's own request
 */
public record ProxyUse(
    Caller caller,
    AccessToken token,
    KeptCredential credential,
    Organization organization,
    Policy statement,
    @Nullable Lease lease) {}
