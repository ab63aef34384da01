package dev.tokenward.vault.broker;

import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target;
import dev.tokenward.vault.store.KeptCredential;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which statement judges a request, and why none does. Limits of several are never mixed. */
final class Narrowing {

  private static final Duration DEFAULT_PAT_LIFE = Duration.ofHours(8);
  private static final Duration LONGEST_PAT_LIFE = Duration.ofDays(30);

  private Narrowing() {}

  /** The first statement under which the asked virtual PAT is no wider than allowed. */
  static Policy statementFor(VirtualPatAsk ask, List<Policy> statements) {
    return statements.stream()
        .filter(each -> tooWide(ask, each).isEmpty())
        .findFirst()
        .orElseThrow(() -> tooWideFor(ask, statements.get(0)));
  }

  private static RefusedException tooWideFor(VirtualPatAsk ask, Policy first) {
    String field = tooWide(ask, first).orElseThrow();
    return new RefusedException(
        Reason.WIDER_THAN_POLICY,
        "The policy " + first.name() + " allows less in " + field,
        field,
        "Ask for less, or leave the field out to inherit the policy's limit.");
  }

  private static Optional<String> tooWide(VirtualPatAsk ask, Policy statement) {
    if (ask.ttl() != null && ask.ttl().compareTo(longest(statement)) > 0) {
      return Optional.of("ttl");
    }
    return ask.rules()
        .inheriting(statement.allow())
        .widerThan(statement.allow())
        .map(dimension -> "allow." + dimension);
  }

  /** The life of a virtual PAT: as asked, else eight hours, or less where the policy says less. */
  static Duration ttl(VirtualPatAsk ask, Policy statement) {
    if (ask.ttl() != null) {
      return ask.ttl();
    }
    Duration longest = longest(statement);
    return longest.compareTo(DEFAULT_PAT_LIFE) < 0 ? longest : DEFAULT_PAT_LIFE;
  }

  private static Duration longest(Policy statement) {
    return statement.maxTtl() == null ? LONGEST_PAT_LIFE : statement.maxTtl();
  }

  /** The first statement that allows the request. */
  static Policy statementFor(Target target, List<Policy> statements) {
    return statements.stream()
        .filter(each -> each.allow().refusal(target).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "The policy " + statements.get(0).name(), statements.get(0).allow(), target));
  }

  /** Refuses what the rules of a virtual PAT do not allow. */
  static void requireAllowed(RequestRules rules, Target target) {
    if (rules.refusal(target).isPresent()) {
      throw refused("The virtual PAT", rules, target);
    }
  }

  private static RefusedException refused(String who, RequestRules rules, Target target) {
    return new RefusedException(
        Reason.RULE_REFUSES,
        who + " does not allow this request: " + rules.refusal(target).orElseThrow(),
        null,
        "Use a virtual PAT or a policy with wider rules.");
  }

  /** Refuses a credential without organizations, and organizations it does not work with. */
  static void requireOrganizations(KeptCredential credential, RequestRules rules) {
    List<String> known = credential.organizations().stream().map(Organization::name).toList();
    if (known.isEmpty()) {
      throw new RefusedException(
          Reason.BAD_INPUT,
          "The credential " + credential.name() + " names no organization to send requests to",
          null,
          "Give the credential the field organization.");
    }
    Stream.ofNullable(rules.organizations())
        .flatMap(Collection::stream)
        .filter(asked -> known.stream().noneMatch(asked::equalsIgnoreCase))
        .findFirst()
        .ifPresent(
            asked -> {
              throw new RefusedException(
                  Reason.BAD_INPUT,
                  "The credential " + credential.name() + " does not work with " + asked,
                  "allow.organizations",
                  "Use " + String.join(", ", known) + ".");
            });
  }
}
