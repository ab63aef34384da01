/**
 * What every part that meets Azure DevOps must know of it, once: the forms of an organization's
 * URL, the hosts that belong to the service, and how it says no.
 */
@NullMarked
package dev.tokenward.core.azuredevops;

import org.jspecify.annotations.NullMarked;
