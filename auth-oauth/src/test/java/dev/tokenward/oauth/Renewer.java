package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A program that renews one grant again and again, until it is killed or the grant is lost. */
final class Renewer {

  private Renewer() {}

  static Credential credential(String tenant, String clientId, String secret, String reuse) {
    return new Credential(
        "7",
        "boards",
        DelegatedOAuth.KIND,
        Map.of(
            "preset", "entra",
            "tenant", tenant,
            "clientId", clientId,
            "refreshTokenReuse", reuse),
        Map.of("clientSecret", Secret.of(secret)));
  }

  public static void main(String[] arguments) throws Exception {
    String secret = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    TokenRuntime runtime = new Hasty().runtime();
    TokenSource source =
        new OAuthProvider(Grants.inFile(Path.of(arguments[0]), runtime))
            .open(credential(arguments[1], arguments[2], secret, arguments[3]), runtime);
    while (renewed(source, runtime)) {
      System.out.println("renewed");
    }
  }

  private static boolean renewed(TokenSource source, TokenRuntime runtime)
      throws InterruptedIOException {
    try {
      source.token();
      return true;
    } catch (TokenException e) {
      if (!e.retryable()) {
        System.out.println(e.getMessage());
        return false;
      }
      runtime.pause(e.retryAfter().orElse(Duration.ofSeconds(1)));
      return renewed(source, runtime);
    }
  }
}
