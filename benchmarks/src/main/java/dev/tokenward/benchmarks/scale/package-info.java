/**
 * How a kept vault does with very many records. Start at {@link
 * dev.tokenward.benchmarks.scale.KeptVaultScale}.
 */
@NullMarked
package dev.tokenward.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
