/**
 * Tokens for programs: acquire once, share, refresh in time.
 *
 * <p>Start at {@link dev.tokenward.core.TokenSource}, the one method that gives a token. A kind of
 * credential comes from its own module and opens as a {@link
 * dev.tokenward.core.CachingTokenSource}: thread-safe, shared by the whole program, closed at its
 * end. To add a kind, see {@link dev.tokenward.core.spi}.
 */
@NullMarked
package dev.tokenward.core;

import org.jspecify.annotations.NullMarked;
