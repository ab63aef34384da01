@NullMarked
package dev.tokenward.testkit;

import org.jspecify.annotations.NullMarked;
