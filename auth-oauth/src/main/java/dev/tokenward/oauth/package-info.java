/**
 * Tokens that a person consented to. Start at {@link dev.tokenward.oauth.DelegatedOAuth}; with
 * Dagger, install {@link dev.tokenward.oauth.OAuthModule}.
 *
 * <p>{@code GrantSource} is the heart: it spends a refresh token so that no crash loses the next
 * one. {@code Preset} holds what is known of each provider, as data.
 */
@NullMarked
package dev.tokenward.oauth;

import org.jspecify.annotations.NullMarked;
