package dev.tokenward.appcred;

import static dev.tokenward.appcred.RefusalTable.row;
import static dev.tokenward.core.TokenException.Reason.CONFIGURATION;
import static dev.tokenward.core.TokenException.Reason.DENIED;
import static dev.tokenward.core.TokenException.Reason.REJECTED;
import static dev.tokenward.core.TokenException.Reason.THROTTLED;
import static dev.tokenward.core.TokenException.Reason.UNREACHABLE;

import com.microsoft.aad.msal4j.MsalError;

/**
 * What the refusals of a host's identity endpoint mean. Most of them it tells by the HTTP status
 * alone. Source: "How to use managed identities to acquire an access token", Microsoft.
 */
final class IdentityRefusals {

  /** What is said where nothing answered. */
  static final String NO_ANSWER = "no answer";

  static final Refusals TABLE =
      RefusalTable.of(
          row(
              UNREACHABLE,
              "No identity endpoint answers %s",
              "Check that this machine runs in Azure with a managed identity, and that no proxy"
                  + " stands before the endpoint; elsewhere take an app with a certificate or a"
                  + " federated credential.",
              NO_ANSWER),
          row(
              CONFIGURATION,
              "The identity endpoint does not know the resource that %s asks for",
              "Check scope; for Azure DevOps leave it out.",
              "invalid_resource",
              "invalid_scope",
              "AADSTS500011",
              "AADSTS50001"),
          row(
              CONFIGURATION,
              "The host does not have the identity of %s",
              "Assign the identity to the host, and compare clientId, resourceId or objectId with"
                  + " its page; with none of them the host's own identity is asked for, which has to"
                  + " be turned on. If it is there, check scope.",
              "invalid_request",
              "400"),
          row(
              REJECTED,
              "The identity endpoint does not let %s in",
              "Restart the program, so that its environment is the one that its host gives it now.",
              "401",
              "403"),
          row(
              DENIED,
              "The identity of %s may not have tokens for this resource",
              "Ask an administrator of the tenant what the identity may use.",
              "unauthorized_client",
              "access_denied"),
          row(
              UNREACHABLE,
              "The identity endpoint of %s is not there, perhaps while it is updated",
              "Wait: it is asked again by itself. If it stays, check the variable of the environment"
                  + " that names it.",
              "404",
              "410"),
          row(
              THROTTLED,
              "The identity endpoint asks %s to slow down",
              "Wait; if it stays, look for programs on the host that ask it for every request.",
              Refusals.TOO_MANY),
          row(
              UNREACHABLE,
              "The identity endpoint is out of order and gives no token for %s",
              "Wait: it is asked again by itself. If it stays, check scope, since App Service answers"
                  + " so where it does not know the resource.",
              Refusals.OUT_OF_ORDER),
          row(
              UNREACHABLE,
              "What answered the request for %s is no identity endpoint",
              "Check the variable of the environment that names it, and that no proxy stands in"
                  + " between.",
              Refusals.NO_TOKEN),
          row(
              CONFIGURATION,
              "A variable of the environment names the identity endpoint of %s by what is no URL",
              "Correct IDENTITY_ENDPOINT, MSI_ENDPOINT or AZURE_POD_IDENTITY_AUTHORITY_HOST.",
              MsalError.INVALID_MANAGED_IDENTITY_ENDPOINT),
          row(
              CONFIGURATION,
              "The host of %s has no user-assigned identities",
              "Leave out clientId, resourceId and objectId.",
              MsalError.USER_ASSIGNED_MANAGED_IDENTITY_NOT_SUPPORTED,
              MsalError.USER_ASSIGNED_MANAGED_IDENTITY_NOT_CONFIRMED),
          row(
              CONFIGURATION,
              "The program of %s cannot read the file by which Azure Arc knows its machine",
              "Add the program's user to the group himds (on Windows: Hybrid agent extension"
                  + " applications).",
              MsalError.MANAGED_IDENTITY_FILE_READ_ERROR),
          row(
              UNREACHABLE,
              "The identity endpoint gives no token for %s",
              "Try again; if it stays, turn on the logger com.microsoft.aad.msal4j and report it."));

  private IdentityRefusals() {}
}
