package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of a consent fit the screens that people have; pictures are in target/pages. */
@WithChromium
class PagesOnScreensTest {

  /** As long as anyone's, without a place to break. */
  private static final String SCOPE =
      "openid profile offline_access 499b84ac-1321-427f-aa17-267ca6975798/vso.code_manage"
          + " 499b84ac-1321-427f-aa17-267ca6975798/vso.serviceendpoint_manage";

  private static final String SIDEWAYS =
      "document.scrollingElement.scrollWidth - window.innerWidth";

  @RegisterExtension private static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"phone, 390, 844, LIGHT", "desktop, 1280, 800, LIGHT", "phone-dark, 390, 844, DARK"})
  void pages_onAScreen_needNoScrollingSideways(
      String name, int width, int height, ColorScheme colors) {
    NewContextOptions screen =
        new NewContextOptions().setViewportSize(width, height).setColorScheme(colors);
    try (Delegated it = new Delegated(folder);
        BrowserContext person = CHROMIUM.person(screen)) {
      it.make(
          "long", Map.of("account", Delegated.ADA, "scope", SCOPE, "connectors", "boards-sync"));
      Page page = person.newPage();
      page.navigate(link(it).toString());
      keep(page, name, "consent");
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("BUTTON");
      keep(page, name, "consent-focus");
      page.locator("button").click();
      keep(page, name, "provider");
      decide(page, Delegated.ADA, "Approve");
      keep(page, name, "authorized");
      again(it, page, Delegated.BEN, "Approve");
      keep(page, name, "one-more-word");
      again(it, page, Delegated.ADA, "Deny");
      keep(page, name, "refused");
      page.navigate(it.vault().console() + "/result/other-browser");
      keep(page, name, "other-browser");
    }
  }

  private static void again(Delegated it, Page page, String user, String button) {
    page.navigate(link(it).toString());
    page.locator("button").click();
    decide(page, user, button);
  }

  private static void decide(Page page, String user, String button) {
    page.getByLabel(user).check();
    page.getByText(button, new Page.GetByTextOptions().setExact(true)).click();
    page.waitForURL("**/outcome");
  }

  private static URI link(Delegated it) {
    return URI.create(it.ask(200, "POST", "long/authorize").path("authorization_url").asText());
  }

  private static void keep(Page page, String screen, String what) {
    assertThat((Integer) page.evaluate(SIDEWAYS)).as(what).isLessThanOrEqualTo(0);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "pages", screen + "-" + what + ".png")));
  }
}
