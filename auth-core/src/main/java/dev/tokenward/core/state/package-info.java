/**
 * State that survives a crash, and the replacement of a secret that stands on it.
 *
 * <p>Start at {@link dev.tokenward.core.state.DurableStates} for a {@link
 * dev.tokenward.core.spi.DurableState}, or at {@link dev.tokenward.core.state.Rotation}.
 */
@NullMarked
package dev.tokenward.core.state;

import org.jspecify.annotations.NullMarked;
