@NullMarked
package dev.tokenward.examples;

import org.jspecify.annotations.NullMarked;
