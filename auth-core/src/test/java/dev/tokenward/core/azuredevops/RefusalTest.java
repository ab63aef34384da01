package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.azuredevops.Refusal.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  private static Optional<Refusal> of(int status, Map<String, String> headers, String body) {
    return Refusal.of(status, name -> Optional.ofNullable(headers.get(name)), body);
  }

  @Test
  void of_signInPage_isSignIn() {
    Map<String, String> html = Map.of("Content-Type", "text/html; charset=utf-8");
    Refusal refusal = of(203, html, "<title>Azure DevOps Services | Sign In</title>").orElseThrow();
    assertThat(refusal.kind()).isEqualTo(Kind.SIGN_IN);
    assertThat(refusal.code()).isNull();
    assertThat(refusal.nextStep()).contains("token").doesNotContain("Services");
  }

  @ParameterizedTest
  @CsvSource({
    "https://spsprodneu1.vssps.visualstudio.com/_signin?realm=dev.azure.com&reply_to=x, true",
    "https://app.vssps.visualstudio.com/acme/_signin, true",
    "https://dev.azure.com/acme/other, false",
    "https://dev.azure.com/acme?next=/_signin, false",
    "/local, false",
  })
  void of_redirect_isSignInOnlyWhenItLeadsThere(String location, boolean signIn) {
    assertThat(of(302, Map.of("Location", location), "Object moved").map(Refusal::kind))
        .isEqualTo(signIn ? Optional.of(Kind.SIGN_IN) : Optional.empty());
  }

  @Test
  void of_redirectWithoutLocation_isNoRefusal() {
    assertThat(of(302, Map.of(), "")).isEmpty();
  }

  @Test
  void of_401WithoutBody_isNotAuthorized() {
    Refusal refusal =
        of(401, Map.of("WWW-Authenticate", "Basic realm=\"https://x.visualstudio.com/\""), "")
            .orElseThrow();
    assertThat(refusal.kind()).isEqualTo(Kind.NOT_AUTHORIZED);
    assertThat(refusal.nextStep()).contains("expired").contains("revoked").contains("scope");
  }

  @Test
  void of_401WithServiceError_takesTheCodeAlone() {
    Refusal refusal =
        of(401, Map.of("X-TFS-ServiceError", "TF400813%3A%20The%20user%20secret"), "")
            .orElseThrow();
    assertThat(refusal.code()).isEqualTo("TF400813");
    assertThat(refusal.toString()).doesNotContain("secret");
  }

  @Test
  void of_404WithRepositoryCode_isNoPermission() {
    String body = "{\"message\":\"TF401019: The Git repository does not exist\"}";
    assertThat(of(404, Map.of(), body).map(Refusal::kind)).contains(Kind.NO_PERMISSION);
    assertThat(of(404, Map.of(), "nothing here")).isEmpty();
  }

  @Test
  void of_429_isThrottled() {
    Refusal refusal = of(429, Map.of(), "TF400733: The request has been canceled").orElseThrow();
    assertThat(refusal).isEqualTo(new Refusal(Kind.THROTTLED, "TF400733", refusal.nextStep()));
    assertThat(refusal.nextStep()).contains("Retry-After");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 304, 400, 403, 500, 503})
  void of_otherStatus_isNoRefusal(int status) {
    assertThat(of(status, Map.of("Content-Type", "application/json"), "TF401019")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TF1234", "TF1234567", "xTF401019", "TF401019x", "tf401019"})
  void of_somethingLikeACode_isNotTaken(String text) {
    assertThat(of(401, Map.of(), text).orElseThrow().code()).isNull();
  }
}
