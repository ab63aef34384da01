/**
 * The token engine beside the libraries that people use today. Start at {@link
 * dev.tokenward.benchmarks.engine.EngineBesidePeers}; what is measured is in {@link
 * dev.tokenward.benchmarks.engine.Library}.
 */
@NullMarked
package dev.tokenward.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
