/**
 * App credentials of Microsoft Entra ID, of any OAuth 2.0 server and of the host itself. Start at
 * {@link dev.tokenward.appcred.AppCredentials#clientSecret}; with Dagger, install {@link
 * dev.tokenward.appcred.AppCredentialsModule}.
 *
 * <p>MSAL4J runs the grants of Entra ID and of the host, each by a new application of its own,
 * which {@code MsalGrant} and {@code ManagedIdentitySource} make; of the rest of it, its forms of
 * proofs and identities are used, and where it finds the host's identity. It logs by SLF4J under
 * {@code com.microsoft.aad.msal4j}. What the server says never reaches it, but its warnings repeat
 * what the {@link dev.tokenward.core.TokenException} says better: set that logger off.
 */
@NullMarked
package dev.tokenward.appcred;

import org.jspecify.annotations.NullMarked;
