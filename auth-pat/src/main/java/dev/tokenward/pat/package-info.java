@NullMarked
package dev.tokenward.pat;

import org.jspecify.annotations.NullMarked;
