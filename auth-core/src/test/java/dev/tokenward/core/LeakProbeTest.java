package dev.tokenward.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakProbeTest {

  private final LeakProbe probe = new LeakProbe();
  private final String secret = probe.canary("secret");

  @Test
  void canary_isNewEveryTimeAndKeepsItsPrefix() {
    assertThat(probe.canary("other")).isNotEqualTo(secret);
    assertThat(probe.canary("shaped", "twp_")).startsWith("twp_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "use", "user", "someone@example.com"})
  void leaks_basicHeaderOfAnyUser_isFound(String user) {
    byte[] pair = (user + ":" + secret).getBytes(UTF_8);
    probe.see("header", "Authorization: Basic " + Base64.getEncoder().encodeToString(pair));
    assertThat(probe.leaks()).extracting(LeakProbe.Leak::channel).containsOnly("header");
  }

  @Test
  void leaks_inTheMiddleOfBase64_isFoundAtEveryAlignment() {
    for (String before : List.of("", "x", "xx", "xxx")) {
      LeakProbe each = new LeakProbe();
      String value = each.canary("secret");
      byte[] text = (before + value + "|tail").getBytes(UTF_8);
      each.see("standard", Base64.getEncoder().encodeToString(text));
      each.see("url", Base64.getUrlEncoder().encodeToString(text));
      assertThat(each.leaks()).extracting(LeakProbe.Leak::channel).contains("standard", "url");
    }
  }

  @Test
  void leaks_otherForms_areFound() {
    probe.see("plain", "x" + secret + "x");
    probe.see("form", "client_secret=" + URLEncoder.encode(secret, UTF_8));
    probe.see("nothing", "?" + secret.substring(1));
    assertThat(probe.leaks())
        .containsExactlyInAnyOrder(
            new LeakProbe.Leak("secret", "plain", "plain"),
            new LeakProbe.Leak("secret", "URL-encoded", "form"));
    assertThat(probe.leaks().toString()).doesNotContain(secret);
  }

  @Test
  void leaks_exception_isSearchedWithCausesAndSuppressed() {
    Exception top = new IllegalStateException("outer", new IOException("inner " + secret));
    assertThat(new LeakProbeOf(secret).see(top)).isTrue();
    Exception suppressing = new IllegalStateException("outer");
    suppressing.addSuppressed(new IOException(secret));
    assertThat(new LeakProbeOf(secret).see(suppressing)).isTrue();
    assertThat(
            new LeakProbeOf(secret)
                .see(new TokenException(TokenException.Reason.DENIED, "text", "Use " + secret)))
        .isTrue();
    assertThat(new LeakProbeOf(secret).see(new IOException("clean"))).isFalse();
  }

  private record LeakProbeOf(String secret) {
    boolean see(Throwable thrown) {
      LeakProbe probe = new LeakProbe();
      probe.watch("secret", secret);
      return !probe.see("exception", thrown).leaks().isEmpty();
    }
  }

  @Test
  void assertClean_nothingSeen_fails() {
    assertThatThrownBy(probe::assertClean).isInstanceOf(AssertionError.class);
  }

  @Test
  void assertClean_leak_failsAndNamesItWithoutShowingIt() {
    probe.see("log", secret);
    assertThatThrownBy(probe::assertClean)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("log")
        .hasMessageNotContaining(secret);
  }

  @Test
  void plant_channelThatIsSearched_passes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a file");
    LeakProbe.plant(
        "file",
        text -> Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        found -> found.see("file", folder));
  }

  @Test
  void plant_channelThatIsBlind_fails() {
    ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
    assertThatThrownBy(
            () ->
                LeakProbe.plant(
                    "log",
                    text -> nowhere.writeBytes(text.getBytes(UTF_8)),
                    found -> found.see("log", "always empty")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("blind in log");
  }

  @Test
  void logs_capturesWhatTheLibraryLogs() {
    try (CapturedLogs logs = new CapturedLogs("dev.tokenward.core.test")) {
      System.getLogger("dev.tokenward.core.test")
          .log(System.Logger.Level.WARNING, "It broke", new IOException(secret));
      probe.see("log", logs.text());
    }
    assertThat(probe.leaks()).containsExactly(new LeakProbe.Leak("secret", "plain", "log"));
  }
}
