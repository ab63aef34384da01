package dev.tokenward.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.vault.access.Target.Access;
import dev.tokenward.vault.access.Target.Git;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestRulesTest {

  private static final Target PUSH = new Target("acme", "web", "site", Access.WRITE);
  private static final Target FETCH = new Target("acme", "web", "site", Access.READ);
  private static final Target PROJECT = new Target("acme", "web", null, Access.READ);

  @Test
  void refusal_notNarrowed_passesEvenTheUnknown() {
    assertThat(RequestRules.ANY.refusal(Target.unknown("acme"))).isEmpty();
  }

  @Test
  void refusal_narrowedInOneDimension_refusesTheUnknown() {
    assertThat(read().refusal(Target.unknown("acme"))).isPresent();
  }

  @Test
  void refusal_readOnly_refusesPushAndNamesTheRule() {
    assertThat(read().refusal(PUSH)).hasValueSatisfying(why -> assertThat(why).contains("access"));
    assertThat(read().refusal(FETCH)).isEmpty();
  }

  @Test
  void refusal_gitFetch_refusesPush() {
    RequestRules rules = new RequestRules(null, Set.of(Git.FETCH), null, null, null);
    assertThat(rules.refusal(PUSH)).hasValueSatisfying(why -> assertThat(why).contains("git"));
    assertThat(rules.refusal(FETCH)).isEmpty();
  }

  @Test
  void refusal_gitRuleAlone_refusesWritesThatAreNoGit() {
    RequestRules rules = new RequestRules(null, Set.of(Git.FETCH), null, null, null);
    Target restPush = new Target("acme", "web", "site", Access.WRITE);
    assertThat(rules.refusal(restPush)).isPresent();
  }

  @Test
  void refusal_gitFetch_refusesEveryOtherWrite() {
    RequestRules rules = new RequestRules(null, Set.of(Git.FETCH), null, null, null);
    assertThat(rules.refusal(new Target("acme", "web", null, Access.WRITE))).isPresent();
    assertThat(rules.refusal(PROJECT)).isEmpty();
  }

  @Test
  void refusal_nameThatOnlyFoldsAlike_isAnotherName() {
    RequestRules rules = new RequestRules(null, null, null, null, Set.of("site"));
    for (String other : new String[] {"\u017fite", "s\u0131te"}) {
      assertThat(rules.refusal(new Target("acme", "web", other, Access.READ))).isPresent();
    }
  }

  @Test
  void refusal_repositories_refusesWhatNamesNone() {
    RequestRules rules = new RequestRules(null, null, null, null, Set.of("site"));
    assertThat(rules.refusal(PROJECT)).isPresent();
    assertThat(rules.refusal(FETCH)).isEmpty();
  }

  @Test
  void refusal_names_ignoreCase() {
    RequestRules rules =
        new RequestRules(null, null, Set.of("ACME"), Set.of("Web"), Set.of("SITE"));
    assertThat(rules.refusal(FETCH)).isEmpty();
  }

  @Test
  void widerThan_absentUnderALimit_isWider() {
    RequestRules limit = new RequestRules(null, null, null, Set.of("web"), null);
    assertThat(RequestRules.ANY.widerThan(limit)).contains("projects");
    assertThat(RequestRules.ANY.inheriting(limit).widerThan(limit)).isEmpty();
  }

  @Test
  void widerThan_otherName_namesTheDimension() {
    RequestRules limit = new RequestRules(Access.READ, null, null, Set.of("web"), null);
    RequestRules asked = new RequestRules(null, null, null, Set.of("web", "api"), null);
    assertThat(asked.inheriting(limit).widerThan(limit)).contains("projects");
    RequestRules writing = new RequestRules(Access.WRITE, null, null, null, null);
    assertThat(writing.inheriting(limit).widerThan(limit)).contains("access");
  }

  private static RequestRules read() {
    return new RequestRules(Access.READ, null, null, null, null);
  }
}
