package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console behind a server that speaks TLS for it: what browsers keep never goes in clear. */
class EncryptedConsoleTest {

  private static final String HOST = "console.example.com";
  private static final Pattern KEPT =
      Pattern.compile(
          "\r\nSet-Cookie: ((__Host-tokenward-consent-[\\w-]{8})=[\\w-]{43});"
              + " Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure\r\n");
  private static final Pattern LOCATION = Pattern.compile("\r\nLocation: (\\S+)\r\n");
  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]*)\"");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @BeforeEach
  void start() {
    it =
        new Delegated(
            folder,
            config ->
                config.replaceFirst(
                    "console: \\{(listen: \\S+)}", "console: {$1, url: https://" + HOST + "}"));
  }

  @AfterEach
  void stop() {
    it.close();
  }

  @Test
  void wholeWalk_isCarriedByACookieOfThisHostAndOfTlsAlone() {
    URI link = it.link();
    assertThat(link).hasScheme("https").hasAuthority(HOST);
    String page = get(link.getPath(), "");
    assertThat(page).startsWith("HTTP/1.1 200").contains("https://" + HOST + "/oauth/callback");
    String opened = only(KEPT, page);

    String sent = post(link.getPath(), opened, only(FORM, page));
    assertThat(sent).startsWith("HTTP/1.1 303").doesNotContain("Set-Cookie");
    URI callback = it.emulator.browser().approve(URI.create(only(LOCATION, sent)), Delegated.ADA);
    assertThat(callback).hasScheme("https").hasAuthority(HOST);
    String answered = get(callback.getRawPath() + "?" + callback.getRawQuery(), opened);
    String brought = only(KEPT, answered);
    assertThat(brought).isNotEqualTo(opened);

    assertThat(get(only(LOCATION, answered), brought))
        .startsWith("HTTP/1.1 200")
        .contains("Authorized", Delegated.ADA);
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  /** Without its prefix, a neighbour of this host could have set it for the whole domain. */
  @Test
  void cookie_withoutItsPrefix_isNone() {
    URI link = it.link();
    String page = get(link.getPath(), "");
    String tossed = only(KEPT, page).substring("__Host-".length());
    assertThat(post(link.getPath(), tossed, only(FORM, page)))
        .startsWith("HTTP/1.1 403")
        .contains("Another browser began this");
  }

  /** The first group of the only place in an answer that looks so. */
  private static String only(Pattern pattern, String answer) {
    Matcher found = pattern.matcher(answer);
    assertThat(found.find()).as(answer).isTrue();
    String group = found.group(1);
    assertThat(found.find()).as(answer).isFalse();
    return group;
  }

  private String get(String target, String cookie) {
    return send("GET", target, cookie, "");
  }

  private String post(String target, String cookie, String form) {
    return send("POST", target, cookie, "form=" + form);
  }

  /** As the server in front passes it on: in clear, with the Host that the browser sent. */
  private String send(String method, String target, String cookie, String body) {
    return it.vault()
        .rawToConsole(
            "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n"
                    .formatted(method, target, HOST, cookie)
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(body.length(), body));
  }
}
