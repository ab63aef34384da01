package dev.tokenward.examples.demo;

/**
 * A virtual PAT, kept by the client in {@code NAME.credentials} for git and in {@code NAME.header}
 * for curl.
 *
 * @param proxyUrl what comes before the upstream's path
 */
record VirtualPat(String name, String leaseId, String proxyUrl) {}
