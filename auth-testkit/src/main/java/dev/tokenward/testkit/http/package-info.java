/**
 * The wire: one TLS listener on loopback, what it recorded, and how it misbehaves. Start at {@link
 * dev.tokenward.testkit.http.Fault}.
 */
@NullMarked
package dev.tokenward.testkit.http;

import org.jspecify.annotations.NullMarked;
