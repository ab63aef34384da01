package dev.tokenward.benchmarks.scale;

import java.time.Duration;

/**
 * What one vault showed.
 *
 * @param disk what lies in its state directory, in bytes
 * @param start from the start of the process to readiness
 * @param idle live heap after the start, in bytes
 * @param half live heap after half of the requests
 * @param full live heap after all of them
 * @param peak the most memory that the system gave the process
 * @param load how long the requests took
 * @param restart the start after the process was killed
 */
record Measured(
    Size size,
    long disk,
    Duration start,
    long idle,
    long half,
    long full,
    long peak,
    Duration load,
    Duration restart) {}
