/** What the vault issues: access tokens of its own, virtual PATs, and the list of both. */
@NullMarked
package dev.tokenward.vault.lease;

import org.jspecify.annotations.NullMarked;
