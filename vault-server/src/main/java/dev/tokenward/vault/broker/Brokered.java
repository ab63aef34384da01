package dev.tokenward.vault.broker;

import dev.tokenward.core.MintedToken;
import dev.tokenward.vault.lease.Lease;

/** An upstream token on its way to the caller it was granted to. */
public record Brokered(MintedToken token, Lease lease) {}
