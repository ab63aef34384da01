package dev.tokenward.testkit.entra;

import java.util.Map;

/** One grant type at the token endpoint. */
@FunctionalInterface
interface Grant {

  /**
   * Returns the body of the answer, or refuses the call.
   *
   * @param client who calls, proven already
   */
  Map<String, Object> redeem(TokenCall call, Client client);

  /** An app, and what it proved itself by. */
  record Client(EntraApp app, ClientProof proof) {}
}
