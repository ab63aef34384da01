/** What the vault keeps. A sidecar's store is its configuration file. */
@NullMarked
package dev.tokenward.vault.store;

import org.jspecify.annotations.NullMarked;
