package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessScopeTest {

  private static final String ID = "499b84ac-1321-427f-aa17-267ca6975798/";
  private static final String URI = "https://app.vssps.visualstudio.com/";

  private static AccessScope scope(String name) {
    return AccessScope.of(name).orElseThrow();
  }

  private static List<String> names(@Nullable String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  @Test
  void of_knownName_isThatScope() {
    AccessScope scope = scope("vso.code_write");
    assertThat(scope.name()).isEqualTo("vso.code_write").isEqualTo(scope.toString());
    assertThat(scope.allows()).contains("push");
    assertThat(scope.highPrivilege()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {ID, URI})
  void of_qualifiedName_isTheSameScope(String resource) {
    assertThat(AccessScope.of(resource + "vso.code")).containsSame(scope("vso.code"));
    assertThat(AccessScope.of(resource.toUpperCase(Locale.ROOT) + "vso.code"))
        .containsSame(scope("vso.code"));
    assertThat(AccessScope.of(resource + ".default")).containsSame(scope("user_impersonation"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vso.drop_write",
        "VSO.CODE",
        "vso.code ",
        "",
        ".default",
        "openid",
        "api://orders/vso.code",
        "499b84ac-1321-427f-aa17-267ca6975798",
        "499b84ac-1321-427f-aa17-267ca6975798/",
        "499b84ac-1321-427f-aa17-267ca6975799/vso.code",
        "https://appxvssps.visualstudio.com/vso.code",
        "http://app.vssps.visualstudio.com/vso.code",
        "https://app.vssps.visualstudio.com.example/vso.code",
      })
  void of_otherName_isEmpty(String name) {
    assertThat(AccessScope.of(name)).isEmpty();
  }

  @Test
  void all_isSortedAndWithoutRepetition() {
    List<String> names = AccessScope.all().stream().map(AccessScope::name).toList();
    assertThat(names).isSorted().doesNotHaveDuplicates().contains("vso.work", "app_token");
    assertThat(AccessScope.all()).allMatch(each -> scope(each.name()) == each);
  }

  @Test
  void includes_cannotBeChanged() {
    assertThat(scope("vso.code").includes()).isUnmodifiable();
  }

  @ParameterizedTest
  @CsvSource({
    "vso.code_write, vso.code, true",
    "vso.code, vso.code_write, false",
    "vso.code, vso.code, true",
    "vso.work_full, vso.profile, true",
    "vso.work vso.wiki, vso.wiki, true",
    "vso.pats_manage, vso.pats, false",
    "vso.gallery_publish, vso.gallery_acquire, false",
    "499b84ac-1321-427f-aa17-267ca6975798/vso.code_write, vso.code, true",
    "vso.code_write, https://app.vssps.visualstudio.com/vso.code, true",
    "vso.drop_write, vso.drop_write, true",
    "499b84ac-1321-427f-aa17-267ca6975798/vso.drop_write, vso.drop_write, true",
    "vso.drop_write, vso.profile, false",
    "api://orders/vso.code_write, vso.code, false",
    ", vso.code, false",
  })
  void covers_grantedAndNeeded_asTheTableSays(String granted, String needed, boolean covered) {
    assertThat(AccessScope.covers(names(granted), needed)).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_impersonation", ID + ".default", URI + "user_impersonation"})
  void covers_grantOfEverything_coversEveryScopeOfAzureDevOps(String granted) {
    List<String> one = List.of(granted);
    assertThat(AccessScope.all()).allMatch(each -> AccessScope.covers(one, each.name()));
    assertThat(AccessScope.covers(one, "vso.not_yet_known")).isTrue();
    assertThat(AccessScope.covers(one, ID + "not.yet.known")).isTrue();
    assertThat(AccessScope.covers(one, URI + ".default")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openid", "offline_access", "api://orders/vso.code", ".default"})
  void covers_grantOfEverything_endsAtAzureDevOps(String needed) {
    assertThat(AccessScope.covers(List.of("user_impersonation"), needed)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_impersonation", ID + "user_impersonation", ID + ".default"})
  void covers_fullPersonalAccessToken_isLessThanTheUser(String needed) {
    assertThat(AccessScope.covers(List.of("app_token"), "vso.code_full")).isTrue();
    assertThat(AccessScope.covers(List.of("app_token"), "vso.not_yet_known")).isTrue();
    assertThat(AccessScope.covers(List.of("app_token"), needed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "vso.code vso.code_write vso.code, vso.code_write",
    "vso.work vso.profile vso.hooks vso.wiki, vso.wiki vso.work",
    "vso.work_full vso.code, vso.code vso.work_full",
    "vso.pats vso.pats_manage, vso.pats vso.pats_manage",
    "vso.gallery_publish vso.gallery_acquire vso.gallery, vso.gallery_acquire vso.gallery_publish",
    "vso.drop_write vso.code vso.profile, vso.code vso.drop_write",
    "user_impersonation vso.code vso.drop_write openid, openid user_impersonation vso.drop_write",
    "app_token user_impersonation, user_impersonation",
    "vso.code https://app.vssps.visualstudio.com/vso.code, https://app.vssps.visualstudio.com/vso.code",
    "https://app.vssps.visualstudio.com/.default user_impersonation vso.code, https://app.vssps.visualstudio.com/.default",
    ",",
  })
  void least_wanted_dropsWhatOthersInclude(String wanted, String least) {
    assertThat(AccessScope.least(names(wanted))).containsExactlyElementsOf(names(least));
  }

  @Test
  void least_qualifiedNames_stayAsTheyAreSpelled() {
    assertThat(AccessScope.least(List.of(ID + "vso.code", URI + "vso.code_write", "openid")))
        .containsExactly(URI + "vso.code_write", "openid");
  }

  @Test
  void least_ofAnyPair_grantsTheSameAndCannotLoseMore() {
    for (AccessScope one : AccessScope.all()) {
      for (AccessScope other : AccessScope.all()) {
        List<String> wanted = List.of(one.name(), other.name());
        SortedSet<String> least = AccessScope.least(wanted);
        assertThat(wanted).allMatch(each -> AccessScope.covers(least, each));
        assertThat(least).allMatch(each -> !AccessScope.covers(without(least, each), each));
      }
    }
  }

  private static List<String> without(Collection<String> scopes, String left) {
    return scopes.stream().filter(each -> !each.equals(left)).toList();
  }
}
