package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.Opaque;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a code is bound to: RFC 7636.
 *
 * @param method {@code S256} or {@code plain}
 * @param value empty if the code is bound to nothing
 */
record Challenge(String method, String value) {

  private static final Map<String, UnaryOperator<String>> METHODS =
      Map.of("S256", Challenge::hashed, "plain", verifier -> verifier);

  static Challenge of(Optional<String> method, Optional<String> value) {
    return new Challenge(method.orElse("plain"), value.orElse(""));
  }

  private static String hashed(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Opaque.sha256(verifier));
  }

  boolean isValid() {
    return METHODS.containsKey(method)
        && (value.isEmpty() || value.matches("[A-Za-z0-9._~-]{43,128}"));
  }

  /** Whether {@code verifier} belongs to it; none does, if there is no challenge. */
  boolean isMetBy(@Nullable String verifier) {
    if (verifier == null || value.isEmpty()) {
      return verifier == null && value.isEmpty();
    }
    return METHODS.getOrDefault(method, unknown -> "").apply(verifier).equals(value);
  }

  @Override
  public String toString() {
    return "Challenge[" + method + "]";
  }
}
