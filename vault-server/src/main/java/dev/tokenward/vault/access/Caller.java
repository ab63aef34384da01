package dev.tokenward.vault.access;

/**
 * Who asks, after it proved itself.
 *
 * @param id permanent
 * @param name its label, which is also its client id
 */
public record Caller(String id, String name) {}
