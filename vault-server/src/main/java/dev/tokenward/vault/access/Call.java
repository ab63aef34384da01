package dev.tokenward.vault.access;

/**
 * One request of a caller, for decision and audit.
 *
 * @param route the route's template, never the path itself
 * @param traceId 32 hex digits; every answer and record of this request carries them
 */
public record Call(Caller caller, String route, String traceId) {}
