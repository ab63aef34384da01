package dev.tokenward.testkit.entra;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code scope} of a request for a user.
 *
 * @param openId those of OpenID Connect
 * @param others the rest, as they came
 */
record AskedScopes(Set<String> openId, Set<String> others) {

  /** MSAL adds these to every request; they mean nothing without a user. */
  static final Set<String> OPENID = Set.of("openid", "profile", "offline_access", "email");

  private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
  private static final String DEFAULT = ".default";

  static AskedScopes of(String text) {
    List<String> words = Arrays.stream(text.trim().split(" +")).filter(s -> !s.isEmpty()).toList();
    return new AskedScopes(
        ordered(words.stream().filter(OPENID::contains)),
        ordered(words.stream().filter(word -> !OPENID.contains(word))));
  }

  private static Set<String> ordered(Stream<String> words) {
    return words.collect(toCollection(LinkedHashSet::new));
  }

  /** Why it cannot be granted; a generic provider takes scopes of no resource. */
  Optional<EntraError> refusal(boolean generic) {
    Set<String> resources = others.stream().map(AskedScopes::resource).collect(toSet());
    if (resources.size() > 1) {
      return Optional.of(EntraError.TWO_RESOURCES);
    }
    boolean isEmpty = others.isEmpty() && openId.isEmpty();
    boolean mixesDefault = names().contains(DEFAULT) && others.size() > 1;
    boolean isOfNothing = resources.contains("") && !generic;
    if (isEmpty || mixesDefault || isOfNothing) {
      return Optional.of(EntraError.INVALID_SCOPE);
    }
    boolean known = resources.stream().allMatch(r -> r.isEmpty() || Entra.AZURE_DEVOPS.contains(r));
    return known ? Optional.empty() : Optional.of(EntraError.UNKNOWN_RESOURCE);
  }

  /** The resource of a qualified scope, nothing of another. */
  static String resource(String scope) {
    return scope.substring(0, Math.max(0, scope.lastIndexOf('/')));
  }

  private Set<String> names() {
    return ordered(others.stream().map(AskedScopes::name));
  }

  /** The audience of an access token for it; Microsoft Graph if none is asked for. */
  String audience() {
    return others.stream()
        .map(AskedScopes::resource)
        .filter(resource -> !resource.isEmpty())
        .findFirst()
        .orElse(GRAPH);
  }

  /** The {@code scp} of an access token for it. */
  String scp() {
    return String.join(" ", names().stream().map(AskedScopes::granted).sorted().toList());
  }

  /** The {@code scope} of the answer. */
  String answered() {
    Stream<String> qualified =
        others.stream()
            .map(scope -> scope.substring(0, scope.lastIndexOf('/') + 1) + granted(name(scope)));
    Stream<String> plain = openId.stream().filter(scope -> !scope.equals("offline_access"));
    return String.join(" ", Stream.concat(qualified, plain).toList());
  }

  private static String name(String scope) {
    return scope.substring(scope.lastIndexOf('/') + 1);
  }

  private static String granted(String name) {
    return name.equals(DEFAULT) ? "user_impersonation" : name;
  }

  boolean offline() {
    return openId.contains("offline_access");
  }

  boolean identity() {
    return openId.contains("openid");
  }

  /** Whether it asks for nothing that {@code granted} does not have. */
  boolean isWithin(AskedScopes granted) {
    List<String> had = List.of(granted.scp().split(" "));
    return others.isEmpty() || had.containsAll(List.of(scp().split(" ")));
  }

  /** One line for each, for people. */
  List<String> lines() {
    return Stream.concat(others.stream(), openId.stream()).toList();
  }
}
