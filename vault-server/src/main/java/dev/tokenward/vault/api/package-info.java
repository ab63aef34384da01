/** The HTTP routes, one class per noun, their wire records and the one error mapper. */
@NullMarked
package dev.tokenward.vault.api;

import org.jspecify.annotations.NullMarked;
