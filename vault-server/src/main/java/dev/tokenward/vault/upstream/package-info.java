/** The one way out: a client that checks every address it dials. */
@NullMarked
package dev.tokenward.vault.upstream;

import org.jspecify.annotations.NullMarked;
