/**
 * App credentials of Microsoft Entra ID. Start at {@link
 * dev.tokenward.appcred.AppCredentials#clientSecret}; with Dagger, install {@link
 * dev.tokenward.appcred.AppCredentialsModule}.
 *
 * <p>MSAL4J runs the grants, and nothing else of it is used: {@code MsalGrant} is the one class
 * that calls it. It logs by SLF4J under {@code com.microsoft.aad.msal4j}. What the server says
 * never reaches it, but its warnings repeat what the {@link dev.tokenward.core.TokenException} says
 * better: set that logger off.
 */
@NullMarked
package dev.tokenward.appcred;

import org.jspecify.annotations.NullMarked;
