/** Races of the engine, each between two threads; every outcome but the listed ones is a bug. */
@NullMarked
package dev.tokenward.benchmarks.races;

import org.jspecify.annotations.NullMarked;
