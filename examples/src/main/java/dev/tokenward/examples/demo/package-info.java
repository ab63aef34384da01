/**
 * The demo: the main job end to end, before an emulator of Azure DevOps and Entra ID. Start at
 * {@link dev.tokenward.examples.demo.MainJob}.
 */
@NullMarked
package dev.tokenward.examples.demo;

import org.jspecify.annotations.NullMarked;
