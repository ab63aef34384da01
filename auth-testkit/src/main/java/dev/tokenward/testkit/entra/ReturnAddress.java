package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the answer to an authorization request goes, once that is known to be the app's.
 *
 * @param state what the app wants back
 * @param issuer who answers (RFC 9207), if that is told
 */
record ReturnAddress(
    String redirectUri, ResponseMode mode, Optional<String> state, Optional<String> issuer) {

  Reply reply(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    state.ifPresent(value -> all.put("state", value));
    issuer.ifPresent(value -> all.put("iss", value));
    return mode.reply(redirectUri, all);
  }

  Reply refusal(EntraError error, Instant now) {
    return reply(error.atRedirect(now));
  }

  @Override
  public String toString() {
    return "ReturnAddress[" + redirectUri + "]";
  }
}
