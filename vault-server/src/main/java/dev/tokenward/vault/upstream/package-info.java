/**
 * The one way out: clients that check every address they dial. Start with {@link
 * dev.tokenward.vault.upstream.GuardedClients}; what may be dialled is decided by {@link
 * dev.tokenward.vault.upstream.Destinations}.
 */
@NullMarked
package dev.tokenward.vault.upstream;

import org.jspecify.annotations.NullMarked;
