/**
 * What people's browsers see, on an address of its own: consent pages, and where providers send
 * browsers back to. Start at {@link dev.tokenward.vault.console.ConsoleServer}.
 */
@NullMarked
package dev.tokenward.vault.console;

import org.jspecify.annotations.NullMarked;
