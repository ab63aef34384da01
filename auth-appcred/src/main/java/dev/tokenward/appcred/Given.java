package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import java.util.Optional;

/** What was written into the fields of a credential. */
final class Given {

  private Given() {}

  /** Whether there is text in {@code field}, or a secret. */
  static boolean has(Credential credential, String field) {
    return text(credential, field).isPresent() || credential.secrets().containsKey(field);
  }

  /** What stands in {@code field}, without the space around it; space alone is nothing. */
  static Optional<String> text(Credential credential, String field) {
    return credential.field(field).map(String::strip).filter(text -> !text.isEmpty());
  }
}
