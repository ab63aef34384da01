/** The only code that reads configuration, environment and secret files: once, into records. */
@NullMarked
package dev.tokenward.vault.config;

import org.jspecify.annotations.NullMarked;
