package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSource;
import dev.tokenward.testkit.Emulator;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How an emulated Entra ID is reached, and what came of it. */
final class Emulated {

  private Emulated() {}

  /** Over TLS, by a client that trusts the emulator. */
  static HttpSender tls(Emulator emulator) {
    return HttpSender.over(HttpClient.newBuilder().sslContext(emulator.sslContext()).build());
  }

  /** How many grants it was asked for. */
  static int grants(Emulator emulator) {
    return emulator.requests("POST", "/oauth2/v2.0/token");
  }

  /** Why there is no token. */
  static TokenException failure(TokenSource source) {
    return catchThrowableOfType(TokenException.class, source::token);
  }

  /** What a token says, as JSON. */
  static String claims(AccessToken token) {
    String payload = ((MintedToken) token).value().split("\\.", -1)[1];
    return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8)
        .replace("\\/", "/");
  }
}
