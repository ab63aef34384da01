/** Entra ID as this emulator understands it. Start at {@link dev.tokenward.testkit.entra.Entra}. */
@NullMarked
package dev.tokenward.testkit.entra;

import org.jspecify.annotations.NullMarked;
