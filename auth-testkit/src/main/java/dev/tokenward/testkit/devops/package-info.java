/**
 * Azure DevOps as this emulator understands it, written without a look at the product. Start at
 * {@link dev.tokenward.testkit.devops.DevOps}.
 */
@NullMarked
package dev.tokenward.testkit.devops;

import org.jspecify.annotations.NullMarked;
