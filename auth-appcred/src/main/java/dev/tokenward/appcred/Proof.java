package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.IClientCredential;

/** What an app proves itself by, in the form that MSAL4J takes; asked once for each grant. */
@FunctionalInterface
interface Proof {

  /**
   * The proof for a grant now.
   *
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION} when there is none, saying
   *     what to do; never with a word of the secret
   */
  IClientCredential now();

  /** Whether a certificate is sent along with what it signs, which tells nothing of others. */
  default boolean sendsChain() {
    return true;
  }
}
