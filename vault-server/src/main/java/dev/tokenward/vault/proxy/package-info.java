/**
 * The authenticating proxy: classify, decide, record, inject, stream. Start with {@link
 * dev.tokenward.vault.proxy.ProxyGate}; what a path proves is data in {@code Catalogue}, what never
 * passes is data in {@code NeverProxied}.
 */
@NullMarked
package dev.tokenward.vault.proxy;

import org.jspecify.annotations.NullMarked;
