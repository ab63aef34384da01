package dev.tokenward.vault.proxy;

import dev.tokenward.vault.access.RefusedException;
import java.util.Arrays;
import java.util.List;

/**
 * Routes that make, list or renew credentials. No policy opens them: whoever could reach one would
 * walk away with a credential that the vault knows nothing of.
 *
 * <p>A row is a run of segments that may stand anywhere in a path; a star ends the start of a
 * segment. Sources: the vendor's REST specifications for tokens, tokenAdmin and delegatedAuth, and
 * the requests of its own clients and web pages.
 */
final class NeverProxied {

  /** The rows. */
  static final List<String> ROWS =
      List.of(
          // Personal access tokens, session tokens and SSH keys, their administration, OAuth.
          "_apis/token*",
          "_apis/delegatedauth*",
          "_apis/oauth*",
          "_apis/accesstoken*",
          "_apis/webplatformauth",
          "sessiontoken",
          "sessiontokens",
          "appsessiontokens",
          "apptokenpairs",
          "personalaccesstokens",
          "revocationrules",
          "registrationsecret",
          "sshkeys",
          // The pages on which people manage them, which answer as JSON too.
          "_usersettings",
          "_userssettings",
          "_details/security",
          // What pages are made of: asks for any data by a name in the body.
          "contribution/hierarchyquery",
          "contribution/dataproviders",
          // Sends a request with a service connection's secret.
          "endpointproxy",
          "serviceendpointproxy",
          // A pipeline's identity, an agent's registration and the jobs it is sent, secure files.
          "oidctoken",
          "pools/*/agents",
          "pools/*/sessions",
          "pools/*/messages",
          "securefiles");

  private static final List<List<String>> COMPILED =
      ROWS.stream().map(row -> Arrays.asList(row.split("/"))).toList();

  private NeverProxied() {}

  /**
   * Refuses a path with such a route in it.
   *
   * @throws RefusedException for {@code RULE_REFUSES}
   */
  static void check(UpstreamPath path) {
    List<String> segments = path.folded();
    if (COMPILED.stream().anyMatch(row -> occurs(row, segments))) {
      throw new RefusedException(
          RefusedException.Reason.RULE_REFUSES,
          "This route gives out credentials, and none of those goes through the proxy",
          null,
          "Manage tokens and keys in Azure DevOps itself, or let the vault do it.");
    }
  }

  private static boolean occurs(List<String> row, List<String> segments) {
    for (int from = 0; from + row.size() <= segments.size(); from++) {
      if (matches(row, segments.subList(from, from + row.size()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<String> row, List<String> segments) {
    for (int i = 0; i < row.size(); i++) {
      String expected = row.get(i);
      boolean same =
          expected.endsWith("*")
              ? segments.get(i).startsWith(expected.substring(0, expected.length() - 1))
              : segments.get(i).equals(expected);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
