package dev.tokenward.vault.access;

import dev.tokenward.vault.access.Target.Access;
import dev.tokenward.vault.access.Target.Git;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How narrowly a credential may be used through the proxy. An absent dimension (null) is not
 * narrowed. As soon as one is, a request passes only if the catalogue proves it from the path.
 *
 * <p>Names are compared ignoring case, as Azure DevOps does.
 */
public record RequestRules(
    @Nullable Access access,
    @Nullable Set<Git> git,
    @Nullable Set<String> organizations,
    @Nullable Set<String> projects,
    @Nullable Set<String> repositories) {

  // Of A to Z alone: other letters that fold alike may be other names upstream.
  private static final Comparator<String> IGNORING_CASE =
      Comparator.comparing(
          name ->
              name.chars()
                  .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
                  .collect(
                      StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                  .toString());

  /** Rules that narrow nothing. */
  public static final RequestRules ANY = new RequestRules(null, null, null, null, null);

  /** Copies the sets; names become comparable ignoring case. */
  public RequestRules {
    git = git == null ? null : Set.copyOf(git);
    organizations = ignoringCase(organizations);
    projects = ignoringCase(projects);
    repositories = ignoringCase(repositories);
  }

  /** Whether any dimension is narrowed. */
  public boolean narrowed() {
    return !equals(ANY);
  }

  /** Why {@code target} is refused, as a sentence that names the rule; empty when it passes. */
  public Optional<String> refusal(Target target) {
    if (!narrowed()) {
      return Optional.empty();
    }
    if (!target.known()) {
      return Optional.of(
          "this route is not one that a narrowed token can be proven for; use one without rules,"
              + " or ask for a route by project and repository");
    }
    return List.<Function<Target, Optional<String>>>of(
            this::organizationRefusal,
            this::projectRefusal,
            this::repositoryRefusal,
            this::gitRefusal,
            this::accessRefusal)
        .stream()
        .flatMap(rule -> rule.apply(target).stream())
        .findFirst();
  }

  private Optional<String> organizationRefusal(Target target) {
    return names("organizations", organizations, target.organization());
  }

  private Optional<String> projectRefusal(Target target) {
    return names("projects", projects, target.project());
  }

  private Optional<String> repositoryRefusal(Target target) {
    return names("repositories", repositories, target.repository());
  }

  /** Reading by REST is as good as a fetch and writing as a push: the rule means both. */
  private Optional<String> gitRefusal(Target target) {
    if (git == null) {
      return Optional.empty();
    }
    Git needed = target.access() == Access.READ ? Git.FETCH : Git.PUSH;
    return git.contains(needed)
        ? Optional.empty()
        : Optional.of("the rule git allows " + text(git) + " only");
  }

  private Optional<String> accessRefusal(Target target) {
    return access == Access.READ && target.access() == Access.WRITE
        ? Optional.of("the rule access allows read only")
        : Optional.empty();
  }

  private static Optional<String> names(
      String rule, @Nullable Set<String> allowed, @Nullable String named) {
    return allowed == null || (named != null && allowed.contains(named))
        ? Optional.empty()
        : Optional.of("the rule " + rule + " allows " + String.join(", ", allowed) + " only");
  }

  /** These rules, with what {@code limit} says where they say nothing. */
  public RequestRules inheriting(RequestRules limit) {
    return new RequestRules(
        access == null ? limit.access : access,
        git == null ? limit.git : git,
        organizations == null ? limit.organizations : organizations,
        projects == null ? limit.projects : projects,
        repositories == null ? limit.repositories : repositories);
  }

  /** The first dimension in which these rules allow what {@code limit} does not. */
  public Optional<String> widerThan(RequestRules limit) {
    if (limit.access == Access.READ && access != Access.READ) {
      return Optional.of("access");
    }
    if (wider(git, limit.git)) {
      return Optional.of("git");
    }
    if (wider(organizations, limit.organizations)) {
      return Optional.of("organizations");
    }
    if (wider(projects, limit.projects)) {
      return Optional.of("projects");
    }
    return wider(repositories, limit.repositories) ? Optional.of("repositories") : Optional.empty();
  }

  private static <T> boolean wider(@Nullable Set<T> asked, @Nullable Set<T> limit) {
    return limit != null
        && (asked == null || asked.stream().anyMatch(Predicate.not(limit::contains)));
  }

  private static String text(Collection<Git> operations) {
    return String.join(
        ", ",
        operations.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).sorted().toList());
  }

  private static @Nullable Set<String> ignoringCase(@Nullable Set<String> names) {
    if (names == null) {
      return null;
    }
    Set<String> sorted = new TreeSet<>(IGNORING_CASE);
    sorted.addAll(names);
    return Collections.unmodifiableSet(sorted);
  }
}
