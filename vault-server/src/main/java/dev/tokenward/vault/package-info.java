@NullMarked
package dev.tokenward.vault;

import org.jspecify.annotations.NullMarked;
