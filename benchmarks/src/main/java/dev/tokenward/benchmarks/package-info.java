/** What every benchmark uses to say where it is and to write down what it found. */
@NullMarked
package dev.tokenward.benchmarks;

import org.jspecify.annotations.NullMarked;
