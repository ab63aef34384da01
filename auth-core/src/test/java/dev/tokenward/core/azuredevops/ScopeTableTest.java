package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTableTest {

  static final List<AccessScope> ALL = AccessScope.all();

  /** By hand from Microsoft's table, and what gives out tokens or everything. */
  private static final Set<String> HIGH =
      Set.of(
          "vso.advsec",
          "vso.advsec_write",
          "vso.advsec_manage",
          "vso.agentpools_manage",
          "vso.environment_manage",
          "vso.machinegroup_manage",
          "vso.auditstreams_manage",
          "vso.build_execute",
          "vso.code_write",
          "vso.code_manage",
          "vso.code_full",
          "vso.memberentitlementmanagement_write",
          "vso.extension_manage",
          "vso.gallery_publish",
          "vso.gallery_manage",
          "vso.githubconnections_manage",
          "vso.graph_manage",
          "vso.identity_manage",
          "vso.packaging_write",
          "vso.packaging_manage",
          "vso.pats",
          "vso.pats_manage",
          "vso.pipelineresources_use",
          "vso.pipelineresources_manage",
          "vso.project_manage",
          "vso.release_execute",
          "vso.release_manage",
          "vso.securefiles_read",
          "vso.securefiles_write",
          "vso.securefiles_manage",
          "vso.security_manage",
          "vso.serviceendpoint_manage",
          "vso.taskgroups_manage",
          "vso.tokens",
          "vso.tokenadministration",
          "vso.variablegroups_manage",
          "app_token",
          "user_impersonation");

  private static AccessScope scope(String name) {
    return AccessScope.of(name).orElseThrow();
  }

  private static List<String> names(@Nullable String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  @Test
  void highPrivilege_isWhatTheServiceMarks() {
    assertThat(ALL.stream().filter(AccessScope::highPrivilege).map(AccessScope::name))
        .containsExactlyInAnyOrderElementsOf(HIGH);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void includes_everyOne_existsWithAllThatItIncludes(AccessScope scope) {
    for (String included : scope.includes()) {
      assertThat(scope.includes()).containsAll(scope(included).includes());
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void includes_neverLeadBack(AccessScope scope) {
    assertThat(scope.includes())
        .doesNotContain(scope.name())
        .allMatch(included -> !scope(included).includes().contains(scope.name()));
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void includes_inNoScopeThatIsNoHighPrivilege_isAHighOne(AccessScope scope) {
    assertThat(scope.highPrivilege() || scope.includes().stream().noneMatch(HIGH::contains))
        .isTrue();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void allows_isOneShortPhrase(AccessScope scope) {
    assertThat(scope.allows()).matches("[a-z][A-Za-z', ]+[a-z]").hasSizeLessThan(80);
  }

  @Test
  void allows_differsBetweenScopes() {
    assertThat(ALL.stream().map(AccessScope::allows).collect(Collectors.toSet()))
        .hasSameSizeAs(ALL);
  }

  @Test
  void userImpersonation_includesAllOthers() {
    assertThat(scope("user_impersonation").includes()).hasSize(ALL.size() - 1);
    assertThat(scope("app_token").includes()).hasSize(ALL.size() - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "vso.work_full, false, vso.hooks vso.hooks_write vso.profile vso.work vso.work_write",
    "vso.work_write, false, vso.hooks vso.hooks_write vso.profile vso.work",
    "vso.work, false, vso.hooks vso.hooks_write vso.profile",
    "vso.hooks_write, false, vso.hooks vso.profile",
    "vso.hooks, false, vso.profile",
    "vso.hooks_interact, false, vso.profile",
    "vso.profile, false,",
    "vso.advsec_manage, true, vso.advsec vso.advsec_write",
    "vso.machinegroup_manage, true, vso.agentpools vso.agentpools_manage",
    "vso.auditstreams_manage, true, vso.auditlog",
    "vso.build_execute, true, vso.build vso.hooks vso.hooks_write vso.profile",
    "vso.code_manage, true, vso.code vso.code_write vso.hooks vso.hooks_write vso.profile",
    "vso.code_status, false,",
    "vso.memberentitlementmanagement_write, true, vso.memberentitlementmanagement",
    "vso.extension.data_write, false, vso.extension.data vso.profile",
    "vso.gallery_manage, true, vso.gallery vso.gallery_publish vso.profile",
    "vso.notification_diagnostics, false, vso.notification vso.profile",
    "vso.packaging_write, true, vso.packaging vso.profile",
    "vso.pats_manage, true,",
    "vso.serviceendpoint_manage, true, vso.profile vso.serviceendpoint vso.serviceendpoint_query",
    "vso.securefiles_manage, true, vso.securefiles_read vso.securefiles_write",
    "vso.test_write, false, vso.profile vso.test",
    "vso.threads_full, false,",
  })
  void row_isWhatTheServiceDocuments(String name, boolean high, @Nullable String includes) {
    assertThat(scope(name).highPrivilege()).isEqualTo(high);
    assertThat(scope(name).includes()).containsExactlyElementsOf(names(includes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a | b | | do it", // none such
        "a | b | | do it\nb | a | | do more", // a circle
        "a | a | | do it",
        "a | | | do it\na | | | do more",
      })
  void read_tableThatCannotBe_isRefused(String rows) {
    assertThatThrownBy(() -> ScopeTable.read(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("a includes [ab], .*|Two rows for a");
  }
}
