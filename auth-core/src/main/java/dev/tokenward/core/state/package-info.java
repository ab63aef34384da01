/**
 * State that survives a crash.
 *
 * <p>Start at {@link dev.tokenward.core.state.DurableStates} for a {@link
 * dev.tokenward.core.spi.DurableState}.
 */
@NullMarked
package dev.tokenward.core.state;

import org.jspecify.annotations.NullMarked;
