/**
 * What an authorization server remembers of what it gave out: codes, and refresh tokens with their
 * families. Nothing here knows whose server it is. Start at {@link
 * dev.tokenward.testkit.grants.RefreshTokens}.
 */
@NullMarked
package dev.tokenward.testkit.grants;

import org.jspecify.annotations.NullMarked;
