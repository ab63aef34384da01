package dev.tokenward.testkit.pipelines;

import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A job of Azure Pipelines that may use one service connection. */
record AzurePipelinesJob(
    OidcIssuer issuer,
    String subject,
    String url,
    String token,
    String serviceConnectionId,
    InstantSource clock)
    implements Job {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String AUDIENCE = "api://AzureADTokenExchange";

  @Override
  public Map<String, String> environment() {
    return Map.of("SYSTEM_OIDCREQUESTURI", url, "SYSTEM_ACCESSTOKEN", token);
  }

  @Override
  public Reply answer(WebRequest request) {
    if (!request.header("Authorization").filter(("Bearer " + token)::equals).isPresent()) {
      return signIn(request);
    }
    if (!request.method().equals("POST") || request.query("api-version").isEmpty()) {
      return Reply.json(400, Map.of("message", "A POST with an api-version is expected."));
    }
    if (!request.query("serviceConnectionId").filter(serviceConnectionId::equals).isPresent()) {
      return Reply.json(404, Map.of("message", "The service connection was not found."));
    }
    String assertion = issuer.assertion(subject, AUDIENCE, clock.instant(), LIFE);
    return Reply.json(200, Map.of("oidcToken", assertion));
  }

  /** What Azure DevOps answers to everybody it does not know: a page, unless told not to. */
  private static Reply signIn(WebRequest request) {
    return request.header("X-TFS-FedAuthRedirect").filter("Suppress"::equals).isPresent()
        ? Reply.empty(401)
        : Reply.html(203, "<!DOCTYPE html><title>Azure DevOps Services | Sign In</title>");
  }

  @Override
  public String toString() {
    return "AzurePipelinesJob[" + subject + "]";
  }
}
