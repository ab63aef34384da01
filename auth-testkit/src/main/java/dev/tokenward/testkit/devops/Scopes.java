package dev.tokenward.testkit.devops;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a PAT or a token of a user may do, inherited scopes included. Immutable. */
record Scopes(Set<String> granted) {

  /** May do everything its owner can. */
  static final Scopes ALL = new Scopes(Set.of("app_token"));

  /** May do nothing. */
  static final Scopes NONE = new Scopes(Set.of());

  private static final Set<String> IMPERSONATION = Set.of("user_impersonation", ".default");

  private static final Map<String, String> INCLUDES =
      Map.ofEntries(
          Map.entry("vso.code", "vso.hooks_write"),
          Map.entry("vso.code_write", "vso.code"),
          Map.entry("vso.code_manage", "vso.code_write"),
          Map.entry("vso.code_full", "vso.code_manage"),
          Map.entry("vso.work", "vso.hooks_write"),
          Map.entry("vso.work_write", "vso.work"),
          Map.entry("vso.work_full", "vso.work_write"),
          Map.entry("vso.build", "vso.hooks_write"),
          Map.entry("vso.build_execute", "vso.build"),
          Map.entry("vso.hooks_write", "vso.hooks"),
          Map.entry("vso.hooks", "vso.profile"),
          Map.entry("vso.project_write", "vso.project"),
          Map.entry("vso.project_manage", "vso.project_write"));

  /** Reads scopes separated by spaces; unknown ones are kept. */
  static Scopes of(String text) {
    Set<String> granted = new HashSet<>();
    for (String scope : List.of(text.trim().split(" +"))) {
      for (String next = scope; next != null; next = INCLUDES.get(next)) {
        granted.add(next);
      }
    }
    return new Scopes(Set.copyOf(granted));
  }

  /** Reads the {@code scp} of a token of a user: impersonation may do everything they can. */
  static Scopes delegated(String text) {
    List<String> words = List.of(text.split(" "));
    return IMPERSONATION.stream().anyMatch(words::contains) ? ALL : of(text);
  }

  /** Whether one of {@code anyOf} is granted. */
  boolean allow(String... anyOf) {
    return granted.contains("app_token") || Arrays.stream(anyOf).anyMatch(granted::contains);
  }
}
