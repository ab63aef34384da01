package dev.tokenward.core.azuredevops;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scopes of Azure DevOps. Source: Microsoft's table of scopes as of July 2025; {@code vso.pats}
 * and {@code vso.pats_manage} from the published description of the REST API; {@code app_token} is
 * the full access of personal access tokens.
 */
final class ScopeTable {

  /**
   * A row is name, included scope, H where high privilege, and what is allowed; {@code *} includes
   * all rows above. A row stands below what it includes, so that none can include itself.
   *
   * <p>Whether {@code vso.pats_manage} includes {@code vso.pats} is not published: where it did
   * not, a claim that it does would take away a scope that is needed.
   */
  private static final String ROWS =
      """
      vso.profile                   |                          |   | read one's own profile, and the accounts, projects and teams one has
      vso.profile_write             | vso.profile              |   | read and change one's own profile
      vso.hooks                     | vso.profile              |   | read service hooks
      vso.hooks_write               | vso.hooks                |   | read, add and change service hooks
      vso.hooks_interact            | vso.profile              |   | act on events that service hooks deliver
      vso.advsec                    |                          | H | read security alerts
      vso.advsec_write              | vso.advsec               | H | read security alerts, and upload results of analyses
      vso.advsec_manage             | vso.advsec_write         | H | manage Advanced Security
      vso.agentpools                |                          |   | read agent pools, queues, agents and their jobs
      vso.agentpools_manage         | vso.agentpools           | H | manage agent pools, queues and agents
      vso.environment_manage        | vso.agentpools_manage    | H | manage environments and agent pools
      vso.machinegroup_manage       | vso.agentpools_manage    | H | manage deployment groups and agent pools
      vso.analytics                 |                          |   | query analytics
      vso.auditlog                  |                          |   | read the audit log
      vso.auditstreams_manage       | vso.auditlog             | H | read the audit log, and manage where it is streamed to
      vso.build                     | vso.hooks_write          |   | read builds, their definitions and artifacts
      vso.build_execute             | vso.build                | H | read, queue and change builds
      vso.code                      | vso.hooks_write          |   | read and search code
      vso.code_write                | vso.code                 | H | read and push code, and work on pull requests
      vso.code_manage               | vso.code_write           | H | read and push code, and manage repositories
      vso.code_full                 | vso.code_manage          | H | do all with code and repositories, in part by the client object model too
      vso.code_status               |                          |   | read and set the status of commits and pull requests
      vso.connected_server          |                          |   | be a connected server on one's own premises
      vso.dashboards                |                          |   | read dashboards of teams
      vso.dashboards_manage         | vso.dashboards           |   | manage dashboards of teams
      vso.entitlements              |                          |   | read licenses
      vso.memberentitlementmanagement |                          |   | read users, their licenses, projects and extensions
      vso.memberentitlementmanagement_write | vso.memberentitlementmanagement | H | manage users, their licenses, projects and extensions
      vso.extension                 | vso.profile              |   | read which extensions are installed
      vso.extension_manage          | vso.extension            | H | install, remove and administer extensions
      vso.extension.data            | vso.profile              |   | read what extensions store
      vso.extension.data_write      | vso.extension.data       |   | read and change what extensions store
      vso.gallery                   | vso.profile              |   | read items and publishers of the marketplace
      vso.gallery_acquire           | vso.gallery              |   | read and acquire items of the marketplace
      vso.gallery_publish           | vso.gallery              | H | upload, change and share items of the marketplace
      vso.gallery_manage            | vso.gallery_publish      | H | publish and manage items and publishers of the marketplace
      vso.githubconnections         |                          |   | read connections to GitHub
      vso.githubconnections_manage  | vso.githubconnections    | H | manage connections to GitHub
      vso.graph                     |                          |   | read users, groups and who is a member
      vso.graph_manage              | vso.graph                | H | add users and groups, and manage who is a member
      vso.identity                  |                          |   | read identities and groups
      vso.identity_manage           | vso.identity             | H | manage identities and groups
      vso.notification              | vso.profile              |   | read subscriptions to notifications
      vso.notification_write        | vso.notification         |   | read and change subscriptions to notifications
      vso.notification_manage       | vso.notification_write   |   | manage subscriptions to notifications
      vso.notification_diagnostics  | vso.notification         |   | read and switch on the diagnostics of notifications
      vso.packaging                 | vso.profile              |   | read feeds and packages
      vso.packaging_write           | vso.packaging            | H | read and add feeds and packages
      vso.packaging_manage          | vso.packaging_write      | H | read, add, change and delete feeds and packages
      vso.pats                      |                          | H | read the list of one's own personal access tokens
      vso.pats_manage               |                          | H | make, change and revoke one's own personal access tokens
      vso.pipelineresources_use     |                          | H | let pipelines use protected resources
      vso.pipelineresources_manage  | vso.pipelineresources_use | H | manage protected resources of pipelines
      vso.project                   |                          |   | read projects and teams
      vso.project_write             | vso.project              |   | read and change projects and teams
      vso.project_manage            | vso.project_write        | H | create, change and delete projects and teams
      vso.release                   | vso.profile              |   | read releases and their definitions
      vso.release_execute           | vso.release              | H | read, change and queue releases
      vso.release_manage            | vso.release_execute      | H | change, delete, queue and approve releases
      vso.securefiles_read          |                          | H | read secure files
      vso.securefiles_write         | vso.securefiles_read     | H | read and add secure files
      vso.securefiles_manage        | vso.securefiles_write    | H | manage secure files
      vso.security_manage           |                          | H | manage permissions
      vso.serviceendpoint           | vso.profile              |   | read service connections
      vso.serviceendpoint_query     | vso.serviceendpoint      |   | read service connections, and query by them
      vso.serviceendpoint_manage    | vso.serviceendpoint_query | H | manage service connections
      vso.settings                  |                          |   | read settings
      vso.settings_write            | vso.settings             |   | read and change settings
      vso.symbols                   | vso.profile              |   | read symbols
      vso.symbols_write             | vso.symbols              |   | read and add symbols
      vso.symbols_manage            | vso.symbols_write        |   | manage symbols
      vso.taskgroups_read           |                          |   | read task groups
      vso.taskgroups_write          | vso.taskgroups_read      |   | read and add task groups
      vso.taskgroups_manage         | vso.taskgroups_write     | H | manage task groups
      vso.test                      | vso.profile              |   | read test plans, cases and results
      vso.test_write                | vso.test                 |   | read, add and change test plans, cases and results
      vso.threads_full              |                          |   | read and write comments on pull requests
      vso.tokens                    |                          | H | manage tokens of delegated authorization and secrets of apps
      vso.tokenadministration       |                          | H | see and revoke tokens of all users, as an administrator
      vso.variablegroups_read       |                          |   | read variable groups
      vso.variablegroups_write      | vso.variablegroups_read  |   | read and add variable groups
      vso.variablegroups_manage     | vso.variablegroups_write | H | manage variable groups
      vso.wiki                      |                          |   | read and search wikis
      vso.wiki_write                | vso.wiki                 |   | read and change wikis
      vso.work                      | vso.hooks_write          |   | read and search work items, boards and queries
      vso.work_write                | vso.work                 |   | read, add and change work items, boards and queries
      vso.work_full                 | vso.work_write           |   | do all with work items, backlogs and plans
      app_token                     | *                        | H | do all that a personal access token can
      user_impersonation            | *                        | H | do all that the user can
      """;

  /** By name. */
  static final SortedMap<String, AccessScope> SCOPES = read(ROWS);

  /** What grants more than the scopes that are known. */
  static final Set<String> GRANT_EVERYTHING = Set.of("app_token", "user_impersonation");

  private ScopeTable() {}

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException naming a row that stands twice or includes none above it
   */
  static SortedMap<String, AccessScope> read(String rows) {
    SortedMap<String, AccessScope> above = new TreeMap<>();
    rows.lines().map(row -> row.split("\\|", -1)).forEach(row -> add(row, above));
    return Collections.unmodifiableSortedMap(above);
  }

  private static void add(String[] row, SortedMap<String, AccessScope> above) {
    String name = row[0].strip();
    boolean high = row[2].strip().equals("H");
    SortedSet<String> includes = includes(name, row[1].strip(), above);
    if (above.put(name, new AccessScope(name, row[3].strip(), high, includes)) != null) {
      throw new IllegalArgumentException("Two rows for " + name);
    }
  }

  private static SortedSet<String> includes(
      String name, String direct, SortedMap<String, AccessScope> above) {
    if (direct.equals("*")) {
      return new TreeSet<>(above.keySet());
    }
    SortedSet<String> all = new TreeSet<>();
    if (!direct.isEmpty()) {
      AccessScope included = above.get(direct);
      if (included == null) {
        throw new IllegalArgumentException(name + " includes " + direct + ", no row above it");
      }
      all.add(direct);
      all.addAll(included.includes());
    }
    return all;
  }
}
