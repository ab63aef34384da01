package dev.tokenward.oauth;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a provider's refusals mean, as data: the first row that a code of the answer is in. Of what
 * the provider says only its codes are kept.
 */
final class Refusals {

  /**
   * One meaning.
   *
   * @param ended the word for why the grant is at its end; empty where it is not
   * @param what what happened, with {@code %s} for the credential's name
   */
  private record Row(
      Reason reason, String ended, String what, String nextStep, List<String> codes) {}

  /** The word for a refusal that only an administrator's consent helps against. */
  static final String ADMIN_CONSENT_NEEDED = "admin-consent-needed";

  private static final String AGAIN = "Authorize it again" + Ended.BY;

  private static final List<Row> ROWS =
      List.of(
          row(
              Reason.THROTTLED,
              "",
              "The provider takes the requests for %s for a loop, or asks for a pause",
              "Wait some minutes, and ask less often.",
              "AADSTS50196",
              "AADSTS90055",
              "AADSTS90024",
              "AADSTS50033",
              "temporarily_unavailable"),
          row(
              Reason.NEEDS_CONSENT,
              "expired",
              "The authorization of %s has expired: it was not used for too long, or is no longer"
                  + " allowed to last",
              AGAIN,
              "AADSTS70008",
              "AADSTS700082",
              "AADSTS700084",
              "AADSTS70043"),
          row(
              Reason.NEEDS_CONSENT,
              "revoked",
              "The authorization of %s was revoked: by its account, by an administrator, or because"
                  + " the password was changed",
              AGAIN,
              "AADSTS50173",
              "AADSTS50089",
              "AADSTS50132",
              "AADSTS50133",
              "authorization_not_found"),
          row(
              Reason.NEEDS_CONSENT,
              ADMIN_CONSENT_NEEDED,
              "Only an administrator may consent to what %s asks for",
              "Have an administrator of the tenant consent for the organization, or ask for fewer"
                  + " scopes.",
              "AADSTS90094",
              "AADSTS90095"),
          row(
              Reason.NEEDS_CONSENT,
              "consent-missing",
              "The account of %s has not consented to these scopes",
              AGAIN,
              "AADSTS65001",
              "consent_required"),
          row(
              Reason.NEEDS_CONSENT,
              "declined",
              "The consent for %s was declined",
              "Begin again and approve, or ask for fewer scopes.",
              "AADSTS65004",
              "access_denied",
              "authorization_declined"),
          row(
              Reason.NEEDS_CONSENT,
              "conditional-access",
              "A Conditional Access policy does not let the account of %s in from here",
              "Ask an administrator of the tenant which policy it is; authorize again once it is"
                  + " met.",
              "AADSTS53003",
              "AADSTS530032",
              "AADSTS53000",
              "AADSTS53001"),
          row(
              Reason.NEEDS_CONSENT,
              "interaction-required",
              "The provider wants the account of %s to sign in again, with a second factor",
              AGAIN,
              "AADSTS50076",
              "AADSTS50079",
              "AADSTS50074",
              "AADSTS50072",
              "AADSTS50078",
              "interaction_required",
              "login_required"),
          row(
              Reason.CONFIGURATION,
              "",
              "The redirect URI of %s is not registered for the app at the provider",
              "Register exactly the redirect URI that was shown.",
              "AADSTS50011",
              "redirect_uri_mismatch",
              "invalid_redirect_uri"),
          row(
              Reason.CREDENTIAL_EXPIRED,
              "",
              "The client secret of %s has expired",
              "Make a new one at the provider and give it as clientSecret.",
              "AADSTS7000222",
              "client_secret_expired"),
          row(
              Reason.REJECTED,
              "",
              "The provider does not take the client secret of %s",
              "Give the secret's value, not its id, as clientSecret.",
              "AADSTS7000215",
              "AADSTS7000218",
              "AADSTS700025",
              "invalid_client",
              "invalid_client_secret",
              "client_secret_required"),
          row(
              Reason.REJECTED,
              "",
              "The provider does not know the app of %s, or does not allow it this",
              "Check clientId, the tenant, and what is allowed for the app there.",
              "AADSTS700016",
              "AADSTS7000112",
              "unauthorized_client"),
          row(
              Reason.CONFIGURATION,
              "",
              "The provider does not know a scope of %s, or not together with the others",
              "Ask for scopes of one resource, as the provider spells them.",
              "AADSTS70011",
              "AADSTS700022",
              "AADSTS65005",
              "invalid_scope"),
          row(
              Reason.TIMED_OUT,
              "",
              "The code for %s was not entered in time",
              "Begin again.",
              "expired_token",
              "AADSTS70019",
              "AADSTS70020"),
          row(
              Reason.NEEDS_CONSENT,
              "refused",
              "The provider no longer takes the authorization of %s",
              AGAIN,
              "invalid_grant",
              "bad_verification_code",
              "invalid_refresh_token",
              "access_token_already_refreshed",
              "invalid_authorization_grant",
              "authorization_grant_expired",
              "access_already_issued"));

  private static final Row OTHER =
      row(
          Reason.REJECTED,
          "",
          "The provider refuses %s",
          "Look up the code in the provider's documentation.");

  private static final Pattern CODE = Pattern.compile("(AADSTS[0-9]{5,8})\\b.*", Pattern.DOTALL);

  private Refusals() {}

  private static Row row(
      Reason reason, String ended, String what, String nextStep, String... codes) {
    return new Row(reason, ended, what, nextStep, List.of(codes));
  }

  /** The failure that {@code reply} tells of. */
  static Outcome.Refused of(String name, TokenReply reply) {
    List<String> said =
        Stream.of(number(reply.text("error_description")), reply.text("suberror"), error(reply))
            .filter(each -> !each.isEmpty())
            .toList();
    Row row =
        said.stream()
            .flatMap(code -> ROWS.stream().filter(each -> each.codes().contains(code)))
            .findFirst()
            .orElse(OTHER);
    TokenException failure =
        new TokenException(row.reason(), row.what().formatted(name), row.nextStep());
    return new Outcome.Refused(
        said.isEmpty() ? failure : failure.withCode(said.get(0)),
        row.ended(),
        error(reply),
        reply.challenge());
  }

  private static String error(TokenReply reply) {
    String error = reply.text("error");
    return error.matches("[A-Za-z_.-]{1,64}") ? TokenReply.standard(error) : "";
  }

  private static String number(String description) {
    Matcher code = CODE.matcher(description);
    return code.matches() ? code.group(1) : "";
  }

  /** The failure of a grant that ended for the reason {@code word}. */
  static TokenException ended(String name, String word) {
    return ROWS.stream()
        .filter(row -> row.ended().equals(word) && !word.isEmpty())
        .findFirst()
        .map(row -> new TokenException(row.reason(), row.what().formatted(name), row.nextStep()))
        .orElseGet(() -> Ended.of(name, word));
  }

  /** What answered is not a token endpoint, or is out of order. */
  static TokenException noAnswer(String name) {
    return new TokenException(
        Reason.UNREACHABLE,
        "What answered the request for " + name + " is no token endpoint, or is out of order",
        "Ask again later; check that no sign-in page or proxy stands in between.");
  }
}
