package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.azuredevops.Refusal.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  private static Optional<Refusal> of(int status, Map<String, String> headers, String body) {
    return Refusal.of(
        status, name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of(), body);
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
    assertThat(refusal).isEqualTo(new Refusal(Kind.THROTTLED, "TF400733"));
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401 | X-TFS-ServiceError | Access%20Denied%3A%20The%20Personal%20Access%20Token%20used%20has%20expired. | EXPIRED",
        "401 | WWW-Authenticate | TFS-Federated | NOT_AUTHORIZED",
        "401 | WWW-Authenticate | Bearer, Basic realm=\"http://tfs:8080/tfs\", Negotiate, NTLM | ON_PREMISES",
        "401 | X-TFS-ServiceError | TF400813%3A%20The%20user%20%22aa-bb%22%20is%20not%20authorized | NO_MEMBER",
        "401 | WWW-Authenticate | Bearer | NOT_AUTHORIZED",
        "403 | X-TFS-ServiceError | TF402455%3A%20Pushes%20to%20this%20branch | BRANCH_POLICY",
        "404 | X-TFS-ServiceError | TF200016%3A%20The%20following%20project | NO_PROJECT",
      })
  void of_headerThatTells_isThatKind(int status, String name, String value, Kind kind) {
    assertThat(of(status, Map.of(name, value), "").map(Refusal::kind)).contains(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401 | The Personal Access Token used has expired. | EXPIRED",
        "401 | TF400813: Resource not available for anonymous access. | ANONYMOUS",
        "401 | \uFEFF{\"typeKey\":\"InvalidIdentityException\"} | BEARER_REFUSED",
        "401 | {\"message\":\"TF400813: The user \\\"aa\\\" is not authorized to access this resource.\"} | NO_MEMBER",
        "401 | something else | NOT_AUTHORIZED",
        "400 | {\"typeKey\":\"VssInvalidPreviewVersionException\"} | API_VERSION",
      })
  void of_bodyThatTells_isThatKind(int status, String body, Kind kind) {
    assertThat(of(status, Map.of(), body).map(Refusal::kind)).contains(kind);
  }

  @ParameterizedTest
  @EnumSource
  void kind_saysWhatItIsAndWhatToDo(Kind kind) {
    Refusal refusal = new Refusal(kind, null);
    assertThat(refusal.cause()).matches("[a-z].*[^.]");
    assertThat(refusal.nextStep()).matches("[A-Z].*\\.");
    assertThat(kind.ofToken())
        .isEqualTo(
            !Set.of(
                    Kind.BRANCH_POLICY,
                    Kind.NO_PERMISSION,
                    Kind.NO_PROJECT,
                    Kind.API_VERSION,
                    Kind.THROTTLED)
                .contains(kind));
  }
}
