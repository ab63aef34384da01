package dev.tokenward.core.azuredevops;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Azure DevOps said no. It does so in unlikely ways: a status of success with a page to sign
 * in, a redirect to one, a 404 for what one may not see.
 *
 * @param kind what it means
 * @param code the service's own code, such as {@code TF401019}, or null; nothing else of an answer
 *     is ever taken over
 */
public record Refusal(Kind kind, @Nullable String code) {

  /** What a refusal means, from the particular to the general. */
  public enum Kind {
    /** The credential was not recognized at all; answered with a page to sign in. */
    SIGN_IN(
        "does not recognize the credential",
        "Check that the token is complete and belongs to this organization.",
        answer -> answer.status == 203 || (answer.status == 302 && answer.leadsToSignIn())),
    /** A personal access token that has expired, where the service says so. */
    EXPIRED(
        "says that the personal access token has expired",
        "Make a new token in Azure DevOps, and replace the stored one by it.",
        answer -> answer.is(401, "personal access token used has expired")),
    /** No credential arrived, or none that git's end of the service reads. */
    ANONYMOUS(
        "found no credential in the request that it knows",
        "Check that the token is complete and belongs to this organization, and that no proxy on"
            + " the way removes the header Authorization.",
        answer -> answer.is(401, "not available for anonymous access")),
    /** An Azure DevOps Server that asks for a Windows sign-in. */
    ON_PREMISES(
        "is a server of one's own that asks for a Windows sign-in",
        "Check that the URL is right: a server takes personal access tokens made on it, and none of"
            + " Entra ID.",
        answer -> answer.status == 401 && answer.challenges("negotiate", "ntlm")),
    /** An identity that the service knows, and that may not come in. */
    NO_MEMBER(
        "knows whose token this is and does not let them in",
        "Add the user, or the app's service principal, under Organization settings > Users, with an"
            + " access level; for a token of a person who signed in, see also Policies > Third-party"
            + " application access via OAuth.",
        answer -> answer.status == 401 && NAMED_USER.matcher(answer.text).find()),
    /**
     * An access token that the organization does not take; whether it is a member's is not said.
     */
    BEARER_REFUSED(
        "does not take the access token",
        "Check that the organization is connected to the tenant that the token comes from, that the"
            + " token is for Azure DevOps, and that the app's service principal is among"
            + " Organization settings > Users.",
        answer -> answer.status == 401 && answer.isAboutBearer()),
    /** The credential is expired, revoked or lacks the scope; the service does not say which. */
    NOT_AUTHORIZED(
        "refuses the token",
        "Check that the token has not expired, was not revoked and has the scope.",
        answer -> answer.status == 401),
    /** A policy of the branch, whoever asks. */
    BRANCH_POLICY(
        "protects the branch by a policy",
        "Push to another branch and open a pull request.",
        answer -> answer.is(403, "tf402455")),
    /** The credential is good, but its owner may not see this, or it does not exist. */
    NO_PERMISSION(
        "has no such repository, or does not show it to the token's owner",
        "Check the name, and that the token's owner has access to the project or repository.",
        answer -> answer.is(404, "tf401019")),
    /** No such project, or none that the credential's owner may see. */
    NO_PROJECT(
        "has no such project, or does not show it to the token's owner",
        "Check the project's name, and that the token's owner is a member of it.",
        answer -> answer.is(404, "tf200016")),
    /** The resource is there in another version only. */
    API_VERSION(
        "does not have this version of the API",
        "Take an API version that the service has, such as 7.0; what is under preview takes"
            + " 7.1-preview.",
        answer ->
            answer.is(400, "vssinvalidpreviewversionexception")
                || answer.is(400, "vssversionoutofrangeexception")),
    /** Too much was asked in too short a time. */
    THROTTLED(
        "asks for a pause",
        "Wait for the time in Retry-After, and ask less often.",
        answer -> answer.status == 429);

    private final String cause;
    private final String nextStep;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final Predicate<Answer> shape;

    Kind(String cause, String nextStep, Predicate<Answer> shape) {
      this.cause = cause;
      this.nextStep = nextStep;
      this.shape = shape;
    }

    /** Whether it is the token that was refused, so that another one might be taken. */
    public boolean ofToken() {
      return compareTo(NOT_AUTHORIZED) <= 0;
    }
  }

  private static final Pattern CODE = Pattern.compile("(?<![A-Za-z0-9])TF\\d{5,6}(?![A-Za-z0-9])");
  private static final Pattern SIGN_IN_PAGE =
      Pattern.compile("https://[a-z0-9.-]+(?:/[^?#]*)?/_signin(?:[/?#].*)?");
  private static final Pattern NAMED_USER =
      Pattern.compile("tf400813: the user \\\\?[\"'][^\"'\\\\]+\\\\?[\"'] is not authorized");

  /**
   * Recognizes a refusal.
   *
   * @param headers gives all values of a header, none where it is absent
   * @param bodyPrefix the first kilobyte or so of the body; may be empty
   */
  public static Optional<Refusal> of(
      int status, Function<String, List<String>> headers, String bodyPrefix) {
    String text = decoded(headers.apply("X-TFS-ServiceError")) + " " + bodyPrefix;
    Answer answer = new Answer(status, headers, text.toLowerCase(Locale.ROOT));
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.shape.test(answer))
        .findFirst()
        .map(kind -> new Refusal(kind, code(text)));
  }

  /** What the service did, to be read after the organization's name. */
  public String cause() {
    return kind.cause;
  }

  /** What to do, in one sentence. */
  public String nextStep() {
    return kind.nextStep;
  }

  /** An answer as the table looks at it; {@code text} in lower case. */
  private record Answer(int status, Function<String, List<String>> headers, String text) {

    boolean is(int expected, String said) {
      return status == expected && text.contains(said);
    }

    boolean leadsToSignIn() {
      return headers.apply("Location").stream()
          .anyMatch(each -> SIGN_IN_PAGE.matcher(each.toLowerCase(Locale.ROOT)).matches());
    }

    boolean challenges(String... schemes) {
      String all = String.join(", ", headers.apply("WWW-Authenticate")).toLowerCase(Locale.ROOT);
      return Arrays.stream(schemes)
          .anyMatch(scheme -> all.matches("(?s)(.*,)?\\s*" + scheme + "\\b.*"));
    }

    boolean isAboutBearer() {
      return text.contains("invalididentityexception")
          || text.contains("unauthorizedrequestexception")
          || (challenges("bearer") && text.contains("tf400813"));
    }
  }

  private static String decoded(List<String> values) {
    String all = String.join(" ", values);
    try {
      return URLDecoder.decode(all.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return all;
    }
  }

  private static @Nullable String code(String text) {
    Matcher matcher = CODE.matcher(text);
    return matcher.find() ? matcher.group() : null;
  }
}
