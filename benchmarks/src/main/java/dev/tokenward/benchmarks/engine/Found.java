package dev.tokenward.benchmarks.engine;

import java.util.Map;

/**
 * All that was measured.
 *
 * @param bursts requests that reached the provider
 * @param weights bytes of heap for each held token
 */
record Found(
    HitFigures hits,
    Map<Bursts.Kind, Map<Library, Long>> bursts,
    Map<Spells.Kind, Map<Library, Spell.Outcome>> spells,
    Map<Library, Long> weights) {}
