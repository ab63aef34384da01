package dev.tokenward.vault.broker;

import dev.tokenward.core.spi.Authorizable.Asked;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.vault.broker.CredentialView.Status;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a credential stands that a person authorizes.
 *
 * @param reason why it gives no tokens, in one word; null where it does
 * @param since since when it is so; null where nobody ever authorized it
 * @param account who authorized it, as far as the provider says
 * @param scopes what was granted
 * @param warnings what to think of, each in a sentence
 * @param redirectUri what has to be registered at the provider
 */
public record Authorization(
    Status status,
    @Nullable String reason,
    @Nullable Instant since,
    @Nullable String nextStep,
    @Nullable String account,
    List<String> scopes,
    List<String> warnings,
    URI redirectUri) {

  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  /** Copies the lists. */
  public Authorization {
    scopes = List.copyOf(scopes);
    warnings = List.copyOf(warnings);
  }

  /** What to think of before anyone consents. */
  static List<String> warnings(Asked asked) {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "It will rest on the account that signs in, and ends when that account is disabled or its"
            + " password is reset. Use an account that belongs to a service, not to a person.");
    retiring(asked, warnings);
    return warnings;
  }

  /** The same, where scopes were {@code added} that nobody consented to. */
  static List<String> warnings(Asked asked, Grantor grantor, List<String> added) {
    List<String> warnings = warnings(asked, grantor);
    if (!added.isEmpty()) {
      warnings.add(
          0,
          "Scopes were added since it was authorized, and its tokens are not for them: "
              + String.join(" ", added)
              + ". Authorize it again.");
    }
    return warnings;
  }

  /** What to think of once someone consented. */
  static List<String> warnings(Asked asked, Grantor grantor) {
    List<String> warnings = new ArrayList<>();
    if (grantor.account() == null) {
      warnings.add("The provider does not say whose account it rests on.");
    } else if (grantor.personal()) {
      warnings.add(
          "It rests on the personal account "
              + grantor.account()
              + ", which no organization controls. Authorize it by an account of yours.");
    } else {
      warnings.add(
          "It rests on the account "
              + grantor.account()
              + ", and ends when that is disabled or its password is reset. Unless it belongs to a"
              + " service, authorize it by one that does.");
    }
    unexpected(asked.account(), grantor.account(), warnings);
    ending(grantor.ends(), warnings);
    retiring(asked, warnings);
    return warnings;
  }

  /**
   * Whether two names are of one account. Beyond ASCII, letters that differ are different letters:
   * another account may have a name that is only alike.
   */
  static boolean isSame(String expected, @Nullable String account) {
    return expected.equals(account)
        || (account != null
            && ASCII.matcher(expected + account).matches()
            && expected.equalsIgnoreCase(account));
  }

  private static void unexpected(
      @Nullable String expected, @Nullable String account, List<String> warnings) {
    if (expected != null && !isSame(expected, account)) {
      warnings.add("Expected is the account " + expected + ", which has not authorized it.");
    }
  }

  private static void ending(@Nullable Instant ends, List<String> warnings) {
    if (ends != null) {
      warnings.add(
          "The provider gave no refresh token, so this ends at "
              + ends.truncatedTo(ChronoUnit.SECONDS)
              + ": ask for offline_access (scope), or by what else this provider renews, and"
              + " authorize it again.");
    }
  }

  private static void retiring(Asked asked, List<String> warnings) {
    if (asked.retires() != null) {
      warnings.add(
          asked.provider() + " ends by " + asked.retires() + ". Move to another provider before.");
    }
  }
}
