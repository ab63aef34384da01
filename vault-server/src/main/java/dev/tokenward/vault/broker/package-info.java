/** Gives tokens (Broker) and changes or shows what is kept (Registry), both behind one guard. */
@NullMarked
package dev.tokenward.vault.broker;

import org.jspecify.annotations.NullMarked;
