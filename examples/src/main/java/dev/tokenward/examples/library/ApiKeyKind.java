package dev.tokenward.examples.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.core.AccessToken;
import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind of one's own, whole: an API key that is traded for a token of an hour or so. It knows one
 * request and nothing of caches, retries, threads or clocks, which are the engine's.
 */
public final class ApiKeyKind implements CredentialProvider {

  /** The name of this kind in configuration and JSON. */
  public static final String KIND = "api-key";

  private static final String TOKEN_URL = "tokenUrl";
  private static final String API_KEY = "apiKey";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Made by Dagger, or by hand. */
  @Inject
  public ApiKeyKind() {}

  @Override
  public KindDescription describe() {
    return new KindDescription(
        KIND,
        "API key",
        "A key that a service trades for short tokens.",
        true,
        List.of(
            Field.required(TOKEN_URL, "Token URL", Field.Type.URL, "Where the key is traded.")
                .asDestination(),
            Field.required(API_KEY, "API key", Field.Type.SECRET, "The key, as it was shown.")));
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return "https".equalsIgnoreCase(tokenUrl(credential).getScheme())
        ? List.of()
        : List.of(new FieldProblem(TOKEN_URL, "must begin with https://"));
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(tokenUrl(credential).resolve("/"));
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return request -> grant(credential, runtime, request);
  }

  private static AccessToken grant(
      Credential credential, TokenRuntime runtime, TokenRequest request) {
    if (!request.equals(TokenRequest.DEFAULT)) {
      throw failure(Reason.CONFIGURATION, credential, "Ask without scopes: the key has its own.");
    }
    HttpSender.Response answer = post(credential, runtime);
    return switch (answer.status()) {
      case 200 -> read(answer, credential, runtime);
      case 401, 403 -> throw failure(Reason.REJECTED, credential, "Check the API key.");
      default -> throw failure(Reason.UNREACHABLE, credential, "Try again later.");
    };
  }

  private static HttpSender.Response post(Credential credential, TokenRuntime runtime) {
    Map<String, String> key = Map.of("X-Api-Key", credential.secret(API_KEY).reveal());
    try {
      return runtime
          .http()
          .send(new HttpSender.Request("POST", tokenUrl(credential), key, "", LIMIT, true));
    } catch (IOException e) {
      throw failure(Reason.UNREACHABLE, credential, "Check the token URL and the network.");
    }
  }

  private static AccessToken read(
      HttpSender.Response answer, Credential credential, TokenRuntime runtime) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      return MintedToken.bearer(
          json.path("access_token").asText(),
          runtime.clock().instant(),
          MintedToken.lifetime(json.path("expires_in").asText()));
    } catch (IOException | IllegalArgumentException e) {
      // Neither the cause nor the answer: both may quote what the server wrote.
      throw failure(Reason.UNREACHABLE, credential, "Check that the token URL is the right one.");
    }
  }

  private static TokenException failure(Reason reason, Credential credential, String nextStep) {
    return new TokenException(reason, "There is no token for " + credential.name(), nextStep);
  }

  private static URI tokenUrl(Credential credential) {
    return URI.create(credential.field(TOKEN_URL).orElse(""));
  }
}
