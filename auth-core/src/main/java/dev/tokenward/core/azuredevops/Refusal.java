package dev.tokenward.core.azuredevops;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
 * @param nextStep what to do, in one sentence
 */
public record Refusal(Kind kind, @Nullable String code, String nextStep) {

  /** What a refusal means. */
  public enum Kind {
    /** The credential was not recognized at all; answered with a page to sign in. */
    SIGN_IN("Check that the token is complete and belongs to this organization."),
    /** The credential is expired, revoked or lacks the scope; the service does not say which. */
    NOT_AUTHORIZED("Check that the token has not expired, was not revoked and has the scope."),
    /** The credential is good, but its owner may not see this, or it does not exist. */
    NO_PERMISSION(
        "Check the name, and that the token's owner has access to the project or repository."),
    /** Too much was asked in too short a time. */
    THROTTLED("Wait for the time in Retry-After, and ask less often.");

    private final String nextStep;

    Kind(String nextStep) {
      this.nextStep = nextStep;
    }
  }

  private static final Pattern CODE = Pattern.compile("(?<![A-Za-z0-9])TF\\d{5,6}(?![A-Za-z0-9])");
  private static final Pattern SIGN_IN_PAGE =
      Pattern.compile("https://[a-z0-9.-]+(?:/[^?#]*)?/_signin(?:[/?#].*)?");

  /**
   * Recognizes a refusal.
   *
   * @param header gives the first value of a header, such as {@code response::header}
   * @param bodyPrefix the first kilobyte or so of the body, for the code alone; may be empty
   */
  public static Optional<Refusal> of(
      int status, Function<String, Optional<String>> header, String bodyPrefix) {
    String code = code(header.apply("X-TFS-ServiceError").orElse("") + " " + bodyPrefix);
    return Optional.ofNullable(kind(status, header, code))
        .map(kind -> new Refusal(kind, code, kind.nextStep));
  }

  private static @Nullable Kind kind(
      int status, Function<String, Optional<String>> header, @Nullable String code) {
    return switch (status) {
      case 203 -> Kind.SIGN_IN;
      case 302 ->
          header.apply("Location").filter(Refusal::leadsToSignIn).isPresent() ? Kind.SIGN_IN : null;
      case 401 -> Kind.NOT_AUTHORIZED;
      case 404 -> "TF401019".equals(code) ? Kind.NO_PERMISSION : null;
      case 429 -> Kind.THROTTLED;
      default -> null;
    };
  }

  private static boolean leadsToSignIn(String location) {
    return SIGN_IN_PAGE.matcher(location.toLowerCase(Locale.ROOT)).matches();
  }

  private static @Nullable String code(String text) {
    Matcher matcher = CODE.matcher(text);
    return matcher.find() ? matcher.group() : null;
  }
}
