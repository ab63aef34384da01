package dev.tokenward.oauth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak still rotates as it was seen to; run as {@link IndependentKeycloakTest} says. */
@Tag("keycloak")
@ExtendWith(IndependentKeycloak.Extension.class)
class IndependentKeycloakRotationTest extends IndependentRotation {

  private @Nullable IndependentApp app;

  @BeforeEach
  void register(IndependentKeycloak keycloak) {
    app = keycloak.appOfMany(scope());
  }

  /** Of a grant that lasts beyond the session of the browser. */
  String scope() {
    return "openid offline_access";
  }

  @Override
  IndependentApp app() {
    return Objects.requireNonNull(app);
  }
}
