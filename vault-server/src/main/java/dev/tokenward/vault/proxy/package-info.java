/** The authenticating proxy: classify, decide, record, inject, stream. */
@NullMarked
package dev.tokenward.vault.proxy;

import org.jspecify.annotations.NullMarked;
