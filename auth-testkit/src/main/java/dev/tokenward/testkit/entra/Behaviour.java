package dev.tokenward.testkit.entra;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the endpoints behave, as a test may change it. Thread-safe. */
final class Behaviour {

  private volatile Duration life = Duration.ofSeconds(3599);
  private volatile ExpiresIn expiresIn = ExpiresIn.NUMBER;
  private volatile boolean generic;
  private volatile @Nullable String issuerInRedirects;
  private volatile @Nullable EntraError refreshRefusal;

  Duration life() {
    return life;
  }

  void life(Duration value) {
    life = value;
  }

  ExpiresIn expiresIn() {
    return expiresIn;
  }

  void expiresIn(ExpiresIn value) {
    expiresIn = value;
  }

  boolean isGeneric() {
    return generic;
  }

  void generic(boolean value) {
    generic = value;
  }

  /** The {@code iss} of an answer at a redirect; a generic provider gives its own. */
  Optional<String> issuerInRedirects(String own) {
    return Optional.ofNullable(issuerInRedirects).or(() -> Optional.of(own).filter(o -> generic));
  }

  void falsifyIssuer(@Nullable String value) {
    issuerInRedirects = value;
  }

  Optional<EntraError> refreshRefusal() {
    return Optional.ofNullable(refreshRefusal);
  }

  void refreshRefusal(@Nullable EntraError value) {
    refreshRefusal = value;
  }
}
