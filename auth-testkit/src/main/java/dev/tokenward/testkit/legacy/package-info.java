/**
 * The older OAuth of Azure DevOps, with its own registrations and its own idea of the standard.
 * Start at {@link dev.tokenward.testkit.legacy.LegacyOAuth}.
 */
@NullMarked
package dev.tokenward.testkit.legacy;

import org.jspecify.annotations.NullMarked;
