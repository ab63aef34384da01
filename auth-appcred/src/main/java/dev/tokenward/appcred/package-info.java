@NullMarked
package dev.tokenward.appcred;

import org.jspecify.annotations.NullMarked;
