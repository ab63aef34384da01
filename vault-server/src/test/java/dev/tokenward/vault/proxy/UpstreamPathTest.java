package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tokenward.vault.access.RefusedException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamPathTest {

  private static UpstreamPath path(String path) {
    return UpstreamPath.of(new ProxyTarget("ado", path, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/acme/../other",
        "/acme/./web",
        "/acme//web",
        "/acme/web;v=1/_apis",
        "/acme/web%2F_apis",
        "/acme/web%2f_apis",
        "/acme/web%5C_apis",
        "/acme/web\\_apis",
        "/acme/web%00",
        "/acme/web%0d%0ax",
        "/acme/web%3Bx",
        "/acme/web%3fx",
        "/acme/web%23x",
        "/acme/%2e%2e/other",
        "/acme/.%2e/other",
        "/acme/%252e%252e/other",
        "/acme/%25",
        "/acme/_apis/%74okens/pats",
        "/acme/_apis/tokens%2Dadmin",
        "/acme/_apis/tokens./pats",
        "/acme/_apis/tokens%20/pats",
        "/acme/%20/x",
        "/acme/_apis/tokens%C2%A0/pats",
        "/acme/%zz",
        "/acme/%2",
        "/acme/%C3",
        "/acme/%C0%AF",
        "/acme/web%EF%BC%8F_apis",
        "/acme/web\u00e9",
        "/acme/we b",
        "/acme/web\u007f",
        "/acme/{x}",
        "/acme/..",
        "//acme"
      })
  void of_spellingThatCouldMeanSomethingElse_isRefused(String raw) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> path(raw))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.BAD_INPUT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "x=[1]", "\u00e9", "a|b", "%zz"})
  void of_queryThatIsNoQuery_isRefused(String query) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> UpstreamPath.of(new ProxyTarget("ado", "/acme", query)));
  }

  @Test
  void of_plainPath_givesItsSegmentsDecoded() {
    assertThat(path("/acme/My%20Project/_apis/wit/workitems/$User%20Story").segments())
        .containsExactly("acme", "My Project", "_apis", "wit", "workitems", "$User Story");
    assertThat(path("/acme/%C3%9Cbung/").segments()).containsExactly("acme", "Übung", "");
  }

  @Test
  void folded_compatibilityLetters_becomePlain() {
    // Full-width letters: t o k e n s.
    String wide = "%EF%BD%94%EF%BD%8F%EF%BD%8B%EF%BD%85%EF%BD%8E%EF%BD%93";
    assertThat(path("/ACME/_apis/" + wide).folded()).containsExactly("acme", "_apis", "tokens");
  }

  @Test
  void under_organizationsOwnPath_ignoresCaseAndComparesWholeSegments() {
    UpstreamPath base = UpstreamPath.base(URI.create("https://tfs.example.com/tfs/Main%20One"));
    assertThat(path("/TFS/main%20one/web").under(base)).isTrue();
    assertThat(path("/TFS/main%20one/web").after(base)).containsExactly("web");
    assertThat(path("/tfs/Main%20OneTwo").under(base)).isFalse();
    assertThat(path("/tfs").under(base)).isFalse();
  }
}
