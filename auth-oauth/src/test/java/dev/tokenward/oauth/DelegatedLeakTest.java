package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Neither code, state and verifier nor any token shows, whatever happens. */
@ExtendWith(EmulatorExtension.class)
class DelegatedLeakTest {

  private static final Pattern VERIFIER = Pattern.compile("code_verifier=([^&]+)");
  private static final Pattern TOKENS =
      Pattern.compile("\"(?:access|refresh|id)_token\" ?: ?\"([^\"]+)\"");

  private final LeakProbe probe = new LeakProbe();
  private int seen;

  @Test
  void consentAndRefresh_whateverHappens_showNothing(@TempDir Path folder, Emulator emulator)
      throws Exception {
    AtEntra entra = new AtEntra(emulator);
    TokenRuntime runtime = entra.runtime(request -> watched(entra, request));
    OAuthProvider provider = new OAuthProvider(Grants.inFile(folder.resolve("g"), runtime));
    Credential credential = entra.credential(Map.of());
    probe.watch("client secret", entra.app.clientSecret());
    Consent consent;
    try (CapturedLog log = new CapturedLog()) {
      consent = provider.begin(credential, AtEntra.REDIRECT, runtime);
      see(consent.page().getPath());
      probe.see("log", log.text());
    }
    probe.watch("state", consent.state());
    // What the emulator logs of a browser's requests is not ours.
    Map<String, String> approved = entra.approved(consent);
    probe.watch("code", Objects.requireNonNull(approved.get("code")));
    try (CapturedLog log = new CapturedLog()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      walk(consent, approved, entra, provider, credential);
      probe.see("log", log.text());
    }
    assertThat(seen).as("secrets of the wire").isGreaterThan(6);
    probe.assertClean();
  }

  private void walk(
      Consent consent,
      Map<String, String> approved,
      AtEntra entra,
      OAuthProvider provider,
      Credential credential) {
    TokenRuntime runtime = entra.runtime(request -> watched(entra, request));
    Map<String, String> wrong = new HashMap<>(approved);
    wrong.put("state", "wrong");
    refused(() -> consent.finish(wrong));
    Answer answer = consent.finish(approved);
    refused(() -> consent.finish(approved));
    answer.keep();
    TokenSource source = provider.open(credential, runtime);
    see(consent, answer, source, source.token(), source.token());
    entra.emulator.entra().refuseRefresh(EntraError.of(50173));
    refused(source::token);
    see(provider.status(credential), provider.deauthorize(credential, runtime));
    refused(source::token);
  }

  private void see(Object... texts) {
    for (Object each : texts) {
      probe.see("text form", each.toString());
    }
  }

  private void refused(ThrowingCallable call) {
    TokenException failure = catchThrowableOfType(TokenException.class, call);
    probe.see("exception", Objects.requireNonNull(failure));
  }

  /** Learns the secrets of the wire, and sees what may be logged of it by others. */
  private HttpSender.Response watched(AtEntra entra, HttpSender.Request request)
      throws IOException {
    probe.see("URL", request.uri() + " " + request);
    watch(VERIFIER, request.body());
    HttpSender.Response response = entra.tls.send(request);
    probe.see("text form", response.toString());
    watch(TOKENS, response.body());
    return response;
  }

  private void watch(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      seen++;
      probe.watch("secret " + seen, URLDecoder.decode(found.group(1), StandardCharsets.UTF_8));
    }
  }
}
