package dev.tokenward.appcred;

import static dev.tokenward.appcred.RefusalTable.row;
import static dev.tokenward.core.TokenException.Reason.CONFIGURATION;
import static dev.tokenward.core.TokenException.Reason.DENIED;
import static dev.tokenward.core.TokenException.Reason.REJECTED;
import static dev.tokenward.core.TokenException.Reason.THROTTLED;
import static dev.tokenward.core.TokenException.Reason.UNREACHABLE;

/** What the refusals of any OAuth server mean (RFC 6749, 5.2; RFC 8707, 2). */
final class OAuthRefusals {

  static final Refusals TABLE =
      RefusalTable.of(
          row(
              REJECTED,
              "The token server does not accept what %s proves itself by",
              "Check clientId, and that clientSecret or privateKey belongs to it; then whether"
                  + " authentication is the method that the server expects of this client.",
              "invalid_client",
              "401"),
          row(
              CONFIGURATION,
              "The token server does not let the client of %s ask for tokens as itself",
              "Have the grant client_credentials allowed for the client at the server.",
              "unauthorized_client",
              "unsupported_grant_type"),
          row(
              CONFIGURATION,
              "The token server does not give %s the scope",
              "Check scope: which ones the client may have is fixed at the server.",
              "invalid_scope"),
          row(
              CONFIGURATION,
              "The token server does not give %s tokens for that audience",
              "Check audience and resource: which ones the client may have is fixed at the server.",
              "invalid_target"),
          row(
              CONFIGURATION,
              "The token server does not take the request of %s",
              "Check tokenUrl, scope, audience, resource and authentication.",
              "invalid_request"),
          row(
              DENIED,
              "The token server denies %s a token",
              "Ask whoever runs the server what the client may have.",
              "access_denied",
              "invalid_grant",
              "403"),
          row(
              THROTTLED,
              "The token server asks %s to slow down",
              "Wait; if it stays, look for programs that ask as the same client.",
              Refusals.TOO_MANY,
              "slow_down"),
          row(
              UNREACHABLE,
              "The token server is out of order for a while and gives no token for %s",
              "Wait: it is asked again by itself.",
              "temporarily_unavailable",
              "server_error",
              Refusals.OUT_OF_ORDER),
          row(
              UNREACHABLE,
              "What answered the request for %s is no token endpoint",
              "Check that tokenUrl is the token endpoint itself, and that no proxy or sign-in page"
                  + " stands in between.",
              Refusals.NO_TOKEN),
          row(
              REJECTED,
              "The token server refuses %s",
              "Ask whoever runs the server why; its log says more."));

  private OAuthRefusals() {}
}
