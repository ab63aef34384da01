package dev.tokenward.vault;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Chromium that is installed on this machine; tests say by {@link WithChromium} that they need
 * it. Of one thread.
 */
final class Chromium implements BeforeAllCallback, AfterAllCallback {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Its own sandbox does not start for root, which gates run as; the pages here are ours.
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(installed().orElseThrow())
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** Whether there is one. */
  static boolean isInstalled() {
    return installed().isPresent();
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream().flatMap(name -> among(path, name)).findFirst();
  }

  private static Stream<Path> among(String path, String name) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }

  /** A person's browser, with cookies of its own, that takes the emulator's certificate. */
  BrowserContext person(NewContextOptions options) {
    BrowserContext person =
        Objects.requireNonNull(browser).newContext(options.setIgnoreHTTPSErrors(true));
    person.setDefaultTimeout(60_000);
    return person;
  }

  BrowserContext person() {
    return person(new NewContextOptions());
  }

  /** Also ends its browser. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      playwright.close();
    }
  }
}
