package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import java.util.Map;
import java.util.UUID;

/** How App Service refuses to give a token of its identity. */
enum AppServiceError {
  HEADER(401, "The identity header is missing or wrong."),
  VERSION(400, "The api-version is missing or not supported."),
  IDENTITY(
      400,
      "No User Assigned or Delegated Managed Identity found for specified"
          + " ClientId/ResourceId/PrincipalId."),
  RESOURCE(500, "An unexpected error occurred while fetching the AAD Token.");

  private final int status;
  private final String message;

  AppServiceError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  RefusedException refusal() {
    return new RefusedException(
        Reply.json(
            status,
            Map.of(
                "statusCode", status,
                "message", message,
                "correlationId", UUID.randomUUID().toString())));
  }
}
