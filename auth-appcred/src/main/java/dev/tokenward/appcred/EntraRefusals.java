package dev.tokenward.appcred;

import static dev.tokenward.appcred.RefusalTable.row;
import static dev.tokenward.core.TokenException.Reason.CONFIGURATION;
import static dev.tokenward.core.TokenException.Reason.CREDENTIAL_EXPIRED;
import static dev.tokenward.core.TokenException.Reason.DENIED;
import static dev.tokenward.core.TokenException.Reason.NEEDS_CONSENT;
import static dev.tokenward.core.TokenException.Reason.REJECTED;
import static dev.tokenward.core.TokenException.Reason.THROTTLED;
import static dev.tokenward.core.TokenException.Reason.UNREACHABLE;

/**
 * What Entra ID's refusals mean to whoever runs the app, keyed by what the server says: its own
 * number, a {@code suberror}, or an {@code error} (RFC 6749, 5.2).
 */
final class EntraRefusals {

  static final Refusals TABLE =
      RefusalTable.of(
          row(
              REJECTED,
              "Entra ID does not accept the client secret of %s",
              "Often the secret's ID was pasted into clientSecret instead of its value: take the column"
                  + " Value under Certificates & secrets of the app registration. It is shown only once, so"
                  + " make a new secret if it is gone. The same goes for nextClientSecret.",
              "AADSTS7000215"),
          row(
              CREDENTIAL_EXPIRED,
              "The client secret of %s has expired",
              "Make a new client secret under Certificates & secrets of the app registration and put its"
                  + " value into clientSecret, or into nextClientSecret while the two overlap.",
              "AADSTS7000222"),
          row(
              CONFIGURATION,
              "Entra ID has no app with the clientId of %s in its tenant",
              "Compare clientId and tenant with Application (client) ID and Directory (tenant) ID on the"
                  + " app's Overview page.",
              "AADSTS700016"),
          row(
              REJECTED,
              "Entra ID does not know the key by which %s proves itself",
              "Upload the certificate, without its key, under Certificates & secrets of the app"
                  + " registration; if it is there, compare the thumbprints. If another issuer speaks for"
                  + " the app, see that it publishes the key that it signs with.",
              "AADSTS700027",
              "AADSTS50012"),
          row(
              UNREACHABLE,
              "Entra ID takes what %s signed for too old or not yet valid",
              "Compare this machine's clock with the time. An assertion that others make, such as one in"
                  + " a file, has to be renewed by whoever makes it.",
              "AADSTS700024"),
          row(
              CONFIGURATION,
              "The app of %s trusts no federated credential with this issuer",
              "Compare Issuer of the federated credential with the assertion's iss, to the last slash.",
              "AADSTS700211",
              "AADSTS700021"),
          row(
              CONFIGURATION,
              "The assertion of %s is meant for somebody else than Entra ID",
              "Ask its issuer for the audience that the federated credential names, usually"
                  + " api://AzureADTokenExchange.",
              "AADSTS700212"),
          row(
              CONFIGURATION,
              "The app of %s trusts no federated credential with this subject",
              "Compare Subject identifier of the federated credential with the assertion's sub: branch,"
                  + " environment and namespace have to be the same, upper and lower case too.",
              "AADSTS700213",
              "AADSTS70021"),
          row(
              CONFIGURATION,
              "Entra ID got nothing by which %s proves itself",
              "Give the app a client secret, a certificate or a federated credential, and name it here.",
              "AADSTS7000218",
              "AADSTS7000216"),
          row(
              CONFIGURATION,
              "The app of %s is registered as a public client, which proves nothing",
              "Turn off Allow public client flows on the app's Authentication page, or take another app.",
              "AADSTS700025"),
          row(
              DENIED,
              "Entra ID does not take the user's token that %s acts on behalf of",
              "Get a new token of the user, made for this app: its aud has to be the app's ID.",
              "AADSTS500133",
              "AADSTS50013"),
          row(
              DENIED,
              "The app of %s may not act on behalf of users",
              "Give it an API that users' tokens are made for, and consent to what it asks for.",
              "AADSTS7000114"),
          row(
              DENIED,
              "The app of %s is disabled in its tenant",
              "Ask an administrator of the tenant to enable the enterprise application.",
              "AADSTS7000112",
              "AADSTS70001"),
          row(
              CONFIGURATION,
              "Entra ID does not let %s sign in without a tenant of its own",
              "Put Directory (tenant) ID of the app's Overview page into tenant.",
              "AADSTS9001023",
              "AADSTS90124",
              "AADSTS90130"),
          row(
              CONFIGURATION,
              "Entra ID does not know the tenant of %s",
              "Compare tenant with Directory (tenant) ID on the app's Overview page.",
              "AADSTS90002",
              "invalid_tenant"),
          row(
              DENIED,
              "Entra ID no longer answers %s, which sent one request too often",
              "Find the program that asks for tokens in a loop, and stop it.",
              "AADSTS50196"),
          row(
              NEEDS_CONSENT,
              "Nobody has consented to what %s asks for",
              "Ask an administrator of the tenant to grant admin consent on the app's API permissions"
                  + " page.",
              "AADSTS65001",
              "consent_required"),
          row(
              REJECTED,
              "Entra ID does not accept the credential of %s",
              "Check that the secret, certificate or federated credential belongs to the app that clientId"
                  + " names, and is still listed under Certificates & secrets.",
              "invalid_client"),
          row(
              CONFIGURATION,
              "Entra ID does not let the app of %s sign in as itself",
              "Check clientId and tenant; both are on the app's Overview page.",
              "unauthorized_client"),
          row(
              CONFIGURATION,
              "Entra ID does not take the request for %s",
              "Check tenant, clientId and scope.",
              "invalid_request"),
          row(
              CONFIGURATION,
              "Entra ID does not take the scope of %s",
              "The scope " + Scope.RULE + ".",
              "AADSTS70011",
              "AADSTS1002012",
              "AADSTS700022",
              "AADSTS700023",
              "invalid_scope"),
          row(
              CONFIGURATION,
              "The tenant of %s does not have the resource that the scope names",
              "Check scope; for Azure DevOps, an organization has to be connected to this tenant.",
              "AADSTS500011",
              "AADSTS50001",
              "invalid_resource"),
          row(
              DENIED,
              "A policy of the tenant does not let %s sign in",
              "Ask an administrator of the tenant to look up the code in the sign-in log.",
              "AADSTS53003",
              "AADSTS530032",
              "invalid_grant",
              "access_denied",
              "interaction_required"),
          row(
              UNREACHABLE,
              "Entra ID is out of order for a while and gives no token for %s",
              "Wait: it is asked again by itself.",
              "temporarily_unavailable",
              "server_error",
              Refusals.OUT_OF_ORDER),
          row(
              THROTTLED,
              "Entra ID asks %s to slow down",
              "Wait; if it stays, look for programs that ask with the same app.",
              Refusals.TOO_MANY),
          row(
              UNREACHABLE,
              "What answered the request for %s is no token endpoint",
              "Check that tenant names an authority of Entra ID, and that no proxy or sign-in page stands"
                  + " in between.",
              Refusals.NO_TOKEN),
          row(
              REJECTED,
              "Entra ID refuses %s",
              "Look the code up at https://login.microsoftonline.com/error."));

  private EntraRefusals() {}
}
