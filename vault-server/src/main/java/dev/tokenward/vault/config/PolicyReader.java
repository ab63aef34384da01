package dev.tokenward.vault.config;

import dev.tokenward.vault.access.NarrowedToken;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code policies}: statements that only allow; what none allows is refused. */
final class PolicyReader {

  private static final Duration LONGEST = Duration.ofDays(366);

  private final Set<String> callers;
  private final Set<String> credentials;
  private final Set<String> elsewhere;

  /**
   * Reads policies about these callers and credentials.
   *
   * @param elsewhere which of the two, {@code callers} or {@code credentials}, the file does not
   *     hold, so that their names cannot be looked up in it
   */
  PolicyReader(Set<String> callers, Set<String> credentials, Set<String> elsewhere) {
    this.elsewhere = elsewhere;
    this.callers = callers;
    this.credentials =
        Stream.concat(credentials.stream(), Stream.of(Policy.EVERY))
            .collect(Collectors.toUnmodifiableSet());
  }

  List<Policy> read(Section sections) {
    Map<Policy, Section> policies = new LinkedHashMap<>();
    sections.named().forEach((name, section) -> policies.put(policy(name, section), section));
    policies.forEach(
        (policy, section) ->
            NarrowedToken.find(policy, policies.keySet())
                .ifPresent(
                    found ->
                        section
                            .at("allow")
                            .problem(found.problem(found.callers(), found.credentials()))));
    return List.copyOf(policies.keySet());
  }

  private Policy policy(String name, Section section) {
    Set<String> who = names(section, "callers", callers);
    Set<Permission> permissions = permissions(section);
    boolean aboutNone = permissions.stream().noneMatch(Permission::aboutCredentials);
    Set<String> what =
        aboutNone && !section.has("credentials")
            ? Set.of()
            : names(section, "credentials", credentials);
    RequestRules allow =
        section
            .optional("allow")
            .flatMap(Setting::section)
            .map(AllowReader::read)
            .orElse(RequestRules.ANY);
    Duration maxTtl = section.optional("maxTtl").flatMap(PolicyReader::duration).orElse(null);
    section.refuseOthers();
    return new Policy(name, who, what, permissions, allow, maxTtl);
  }

  private Set<String> names(Section section, String key, Set<String> declared) {
    Set<String> names = new LinkedHashSet<>();
    section
        .required(key, "List at least one of the file's " + key + ".")
        .map(Setting::list)
        .orElse(List.of())
        .forEach(item -> known(item, key, declared).ifPresent(names::add));
    return names;
  }

  private Optional<String> known(Setting item, String key, Set<String> declared) {
    Optional<String> name = item.text();
    if (name.isPresent() && !elsewhere.contains(key) && !declared.contains(name.get())) {
      item.problem(
          "There is no "
              + name.get()
              + " under "
              + key
              + "."
              + DidYouMean.among(declared, name.get())
              + " Add it there, or correct the name.");
    }
    return name;
  }

  private static Set<Permission> permissions(Section section) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    section
        .required("permissions", "List some of: " + String.join(", ", Permission.texts()) + ".")
        .map(Setting::list)
        .orElse(List.of())
        .forEach(item -> permission(item).ifPresent(permissions::add));
    return permissions;
  }

  private static Optional<Permission> permission(Setting item) {
    Optional<String> name = item.text();
    Optional<Permission> permission = name.flatMap(Permission::of);
    if (name.isPresent() && permission.isEmpty()) {
      item.problem(
          "There is no permission "
              + name.get()
              + ". Known: "
              + String.join(", ", Permission.texts())
              + ".");
    }
    return permission;
  }

  private static Optional<Duration> duration(Setting setting) {
    Optional<Duration> duration = setting.text().flatMap(PolicyReader::parse);
    if (duration.isEmpty()) {
      setting.problem(
          "Write a duration as ISO 8601 does, at most P366D: PT8H is eight hours, PT30M thirty"
              + " minutes.");
    }
    return duration;
  }

  private static Optional<Duration> parse(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(each -> !each.isNegative() && !each.isZero() && each.compareTo(LONGEST) <= 0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
