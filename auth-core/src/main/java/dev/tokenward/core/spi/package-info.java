/**
 * What a kind of credential implements: one {@link dev.tokenward.core.spi.CredentialProvider} that
 * describes its fields, checks them and opens a {@link dev.tokenward.core.TokenSource} which
 * performs one grant, without cache and without retry.
 *
 * <p>A kind whose secret can be replaced supplies the steps, as a {@link
 * dev.tokenward.core.spi.Rotatable}. What must survive a crash is kept in a {@link
 * dev.tokenward.core.spi.DurableState}.
 */
@NullMarked
package dev.tokenward.core.spi;

import org.jspecify.annotations.NullMarked;
