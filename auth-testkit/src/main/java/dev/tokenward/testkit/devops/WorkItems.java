package dev.tokenward.testkit.devops;

/** The work items of an organization. Thread-safe. */
final class WorkItems {}
