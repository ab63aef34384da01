package dev.tokenward.core;

import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The smallest kind: posts a key, and the whole answer is the token. */
final class DemoKind implements CredentialProvider {

  private static final String HELP = "Where it is found.";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public KindDescription describe() {
    Field mode = Field.choice("mode", "Mode", HELP, "fast", "slow");
    return new KindDescription(
        "demo",
        "Demo",
        "For tests.",
        true,
        List.of(
            Field.required("tokenUrl", "Token URL", Field.Type.URL, HELP).asDestination(),
            Field.required("key", "Key", Field.Type.SECRET, HELP),
            Field.optional("organization", "Organization", Field.Type.ORGANIZATION, HELP),
            mode));
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return url(credential).getPath().endsWith("forbidden")
        ? List.of(new FieldProblem("tokenUrl", "is forbidden by this kind"))
        : List.of();
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(url(credential).resolve("/"));
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return request -> post(credential, runtime);
  }

  private static AccessToken post(Credential credential, TokenRuntime runtime) {
    HttpSender.Request request =
        new HttpSender.Request(
            "POST",
            url(credential),
            Map.of(),
            "key=" + credential.secret("key").reveal(),
            TIMEOUT,
            true);
    try {
      HttpSender.Response response = runtime.http().send(request);
      if (response.status() == 200) {
        return MintedToken.bearer(response.body(), runtime.clock().instant(), Duration.ofHours(1));
      }
      throw response.status() == 401
          ? failure(TokenException.Reason.REJECTED, credential)
          : failure(TokenException.Reason.UNREACHABLE, credential);
    } catch (IOException | IllegalArgumentException e) {
      throw failure(TokenException.Reason.UNREACHABLE, credential);
    }
  }

  private static TokenException failure(TokenException.Reason reason, Credential credential) {
    return new TokenException(
        reason, "The server gave no token for " + credential.name(), "Check the key.");
  }

  private static URI url(Credential credential) {
    return URI.create(credential.field("tokenUrl").orElseThrow());
  }
}
