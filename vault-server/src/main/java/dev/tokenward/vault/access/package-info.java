/** Who calls and what they may do: callers, compiled policy, the decision and its reason. */
@NullMarked
package dev.tokenward.vault.access;

import org.jspecify.annotations.NullMarked;
