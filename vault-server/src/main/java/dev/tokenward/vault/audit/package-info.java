/** The append-only, hash-chained record of what was granted and refused. */
@NullMarked
package dev.tokenward.vault.audit;

import org.jspecify.annotations.NullMarked;
