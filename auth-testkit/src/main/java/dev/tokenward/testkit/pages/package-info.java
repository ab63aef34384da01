/**
 * Pages for people, plain enough for any browser: no scripts, and every word that came from
 * elsewhere is escaped. Start at {@link dev.tokenward.testkit.pages.Page}.
 */
@NullMarked
package dev.tokenward.testkit.pages;

import org.jspecify.annotations.NullMarked;
