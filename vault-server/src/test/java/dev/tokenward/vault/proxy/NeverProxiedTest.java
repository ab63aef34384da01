package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tokenward.vault.access.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeverProxiedTest {

  static List<String> rows() {
    return NeverProxied.ROWS;
  }

  static Stream<String> spellings() {
    return rows().stream()
        .map(row -> row.replace("*", "s"))
        .flatMap(
            row ->
                Stream.of(
                    "/acme/" + row,
                    "/acme/web/" + row + "/",
                    "/acme/web/team/" + row.toUpperCase(Locale.ROOT) + "/x/y",
                    "/" + row));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void check_rowAnywhereInAnyCase_isRefused(String path) {
    refused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/acme/_apis/tokens/pats",
        "/acme/_apis/Token/SessionTokens",
        "/acme/_apis/tokenadmin/personalaccesstokens/aad.x",
        "/acme/_apis/tokenadmin/revocations",
        "/acme/_apis/tokenadmin/revocationrules",
        "/acme/_apis/tokenadministration/tokenrevocations",
        "/_apis/delegatedauth/registrationsecret/1",
        "/acme/_apis/Contribution/HierarchyQuery",
        "/acme/_apis/Contribution/HierarchyQuery/project/1",
        "/acme/_apis/Contribution/dataProviders/query",
        "/acme/web/_apis/serviceendpoint/endpointproxy",
        "/acme/web/_apis/distributedtask/serviceendpointproxy",
        "/acme/web/_apis/distributedtask/hubs/build/plans/1/jobs/2/oidctoken",
        "/acme/_usersSettings/tokens",
        "/acme/_usersSettings/keys",
        "/acme/_details/security/tokens",
        "/acme/_apis/%EF%BD%94okens/pats"
      })
  void check_vendorsRoute_isRefused(String path) {
    refused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/acme/_apis/projects",
        "/acme/tokens/_git/tokens",
        "/acme/web/_git/contribution/info/refs",
        "/acme/web/_apis/git/repositories/details"
      })
  void check_otherRoute_passes(String path) {
    assertThatCode(() -> check(path)).doesNotThrowAnyException();
  }

  private static void refused(String path) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> check(path))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.RULE_REFUSES));
  }

  private static void check(String path) {
    NeverProxied.check(UpstreamPath.of(new ProxyTarget("ado", path, null)));
  }
}
