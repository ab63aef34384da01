/**
 * An emulator of Entra ID and Azure DevOps over real sockets, for tests and for trying by hand.
 * Start at {@link dev.tokenward.testkit.Emulator}; in a JUnit test, at {@link
 * dev.tokenward.testkit.EmulatorExtension}.
 */
@NullMarked
package dev.tokenward.testkit;

import org.jspecify.annotations.NullMarked;
