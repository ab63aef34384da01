/**
 * Build services whose jobs may ask for an assertion of who they are. Start at {@link
 * dev.tokenward.testkit.pipelines.Pipelines}.
 */
@NullMarked
package dev.tokenward.testkit.pipelines;

import org.jspecify.annotations.NullMarked;
