package dev.tokenward.testkit.entra;

import java.util.Optional;

/** What an authorization code stands for, and what must come with it. */
record CodeGrant(UserGrant grant, String redirectUri, Challenge challenge, Optional<String> nonce) {

  @Override
  public String toString() {
    return "CodeGrant[" + redirectUri + "]";
  }
}
