package dev.tokenward.oauth;

/** The same of a grant that ends with the session of the browser. */
final class IndependentKeycloakOnlineRotationTest extends IndependentKeycloakRotationTest {

  @Override
  String scope() {
    return "openid";
  }
}
