/**
 * Personal access tokens of Azure DevOps. Start at {@link
 * dev.tokenward.pat.PersonalAccessTokens#of}; with Dagger, install {@link
 * dev.tokenward.pat.PatModule}.
 */
@NullMarked
package dev.tokenward.pat;

import org.jspecify.annotations.NullMarked;
