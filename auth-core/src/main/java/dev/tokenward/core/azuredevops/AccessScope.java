package dev.tokenward.core.azuredevops;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scope of Azure DevOps: what a token of a user may do at most; the user's own rights still
 * count. A token that an app got for itself has none, its rights are the service principal's.
 *
 * <p>Wherever a scope is named, its name may stand behind the service's application id or URI, as
 * in {@code 499b84ac-1321-427f-aa17-267ca6975798/vso.code}; there {@code /.default} is the same as
 * {@code user_impersonation}, for it may be as much. Names are compared as they are written. There
 * are more scopes than the service documents: one that is not known here is never an error.
 * Immutable; there is one object for each scope.
 */
public final class AccessScope {

  /** By what Entra ID tells the resource that a scope is of. */
  private static final Pattern QUALIFIED =
      Pattern.compile(
          "(?i:499b84ac-1321-427f-aa17-267ca6975798|https://app\\.vssps\\.visualstudio\\.com)/(.+)");

  private static final String EVERYTHING = "user_impersonation";

  private final String name;
  private final String allows;
  private final boolean highPrivilege;
  private final SortedSet<String> includes;

  AccessScope(String name, String allows, boolean highPrivilege, SortedSet<String> includes) {
    this.name = name;
    this.allows = allows;
    this.highPrivilege = highPrivilege;
    this.includes = Collections.unmodifiableSortedSet(new TreeSet<>(includes));
  }

  /** The scope of this name; empty for one that is not known, which may exist all the same. */
  public static Optional<AccessScope> of(String name) {
    return Optional.ofNullable(ScopeTable.SCOPES.get(bare(name)));
  }

  /** All that are known, by name. */
  public static List<AccessScope> all() {
    return List.copyOf(ScopeTable.SCOPES.values());
  }

  /**
   * Whether one of the granted scopes is the needed one or includes it. An unknown scope includes
   * nothing, and is covered by itself and by what grants everything.
   */
  public static boolean covers(Collection<String> granted, String needed) {
    return granted.stream()
        .anyMatch(each -> bare(each).equals(bare(needed)) || reaches(each, needed));
  }

  /**
   * The fewest of the wanted scopes that grant the same: without those that another one includes,
   * and without a second spelling. One that is not known stays, as do those of others than Azure
   * DevOps. Each is spelled as it was, and of two spellings the qualified one is kept.
   */
  public static SortedSet<String> least(Collection<String> wanted) {
    List<String> kept = new ArrayList<>();
    // Sorted, a qualified name comes before the same name alone: before vso. and user_.
    for (String scope : new TreeSet<>(wanted)) {
      if (!includedByOther(wanted, scope) && !spelled(kept, scope)) {
        kept.add(scope);
      }
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(kept));
  }

  private static boolean includedByOther(Collection<String> wanted, String scope) {
    return wanted.stream().anyMatch(other -> includes(other, bare(scope)));
  }

  private static boolean spelled(Collection<String> kept, String scope) {
    return kept.stream().anyMatch(other -> bare(other).equals(bare(scope)));
  }

  private static boolean reaches(String granted, String needed) {
    return includes(granted, bare(needed))
        || (grantsEverything(granted) && isOfAzureDevOps(needed) && of(needed).isEmpty());
  }

  private static boolean includes(String scope, String bareName) {
    return of(scope).filter(known -> known.includes.contains(bareName)).isPresent();
  }

  private static boolean grantsEverything(String scope) {
    return ScopeTable.GRANT_EVERYTHING.contains(bare(scope));
  }

  // No grant at Azure DevOps gives openid, offline_access or what another resource has.
  private static boolean isOfAzureDevOps(String scope) {
    return scope.startsWith("vso.") || QUALIFIED.matcher(scope).matches();
  }

  private static String bare(String scope) {
    Matcher matcher = QUALIFIED.matcher(scope);
    if (!matcher.matches()) {
      return scope;
    }
    String name = matcher.group(1);
    return name.equals(".default") ? EVERYTHING : name;
  }

  /** Its name alone, such as {@code vso.code_write}. */
  public String name() {
    return name;
  }

  /** What it allows, with what it includes, in a short phrase such as "read the audit log". */
  public String allows() {
    return allows;
  }

  /** Whether Azure DevOps marks it as one that can do much harm. */
  public boolean highPrivilege() {
    return highPrivilege;
  }

  /** The names of all scopes that it includes, directly or by another; itself is not among them. */
  public SortedSet<String> includes() {
    return includes;
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
