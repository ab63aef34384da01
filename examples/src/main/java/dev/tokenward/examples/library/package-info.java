/** The library beside what programs have already: each file is to be copied as it is. */
@NullMarked
package dev.tokenward.examples.library;

import org.jspecify.annotations.NullMarked;
