package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.util.Fields;

/** The version 2.0 token endpoint, for client credentials. Thread-safe. */
final class TokenEndpoint {

  /** MSAL adds these to every request; they mean nothing without a user. */
  private static final Set<String> SCOPES_OF_USERS =
      Set.of("openid", "profile", "offline_access", "email");

  private final Entra entra;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final Map<String, String> usedAssertions = UsedAssertions.none();
  private volatile Duration life = Duration.ofSeconds(3599);
  private volatile ExpiresIn expiresIn = ExpiresIn.NUMBER;

  TokenEndpoint(Entra entra, AccessTokens tokens, InstantSource clock) {
    this.entra = entra;
    this.tokens = tokens;
    this.clock = clock;
  }

  void life(Duration life) {
    this.life = life;
  }

  void expiresIn(ExpiresIn style) {
    this.expiresIn = style;
  }

  Reply answer(WebRequest request) {
    return new Exchange(request).reply();
  }

  /** One token request, with the correlation id its client gave it. */
  private final class Exchange {

    private final WebRequest request;
    private final Optional<String> clientRequestId;
    private final String correlationId;
    private final Fields form;

    Exchange(WebRequest request) {
      this.request = request;
      this.clientRequestId = request.header("client-request-id");
      this.correlationId = clientRequestId.orElseGet(() -> UUID.randomUUID().toString());
      this.form = request.form();
    }

    Reply reply() {
      Reply reply = RefusedException.caught(this::success);
      Reply cached =
          reply.header("Cache-Control", "no-store, no-cache").header("Pragma", "no-cache");
      return clientRequestId.map(id -> cached.header("client-request-id", id)).orElse(cached);
    }

    private Reply success() {
      require(request.method().equals("POST"), EntraError.WRONG_METHOD);
      Tenant tenant =
          entra
              .find(request.segments().get(0))
              .orElseThrow(() -> refusal(EntraError.UNKNOWN_TENANT));
      String grant = parameter("grant_type");
      require(grant.equals("client_credentials"), EntraError.UNSUPPORTED_GRANT);
      ClientCredentials client = client();
      EntraApp app =
          entra.find(tenant, client.id()).orElseThrow(() -> refusal(EntraError.UNKNOWN_APP));
      app.refusal().ifPresent(this::refuse);
      client.proof().refusal(app, clock.instant()).ifPresent(this::refuse);
      return token(app, client.proof().strength(), audience());
    }

    private ClientCredentials client() {
      return request
          .header("Authorization")
          .flatMap(ClientCredentials::ofBasic)
          .orElseGet(() -> new ClientCredentials(parameter("client_id"), proof()));
    }

    private ClientProof proof() {
      String secret = form.getValue("client_secret");
      if (secret != null) {
        return new ClientSecret(secret);
      }
      String assertion = form.getValue("client_assertion");
      require(assertion != null, EntraError.MISSING_SECRET);
      require(
          ClientAssertion.TYPE.equals(form.getValue("client_assertion_type")),
          EntraError.MISSING_SECRET);
      return assertion(assertion);
    }

    private ClientProof assertion(String text) {
      try {
        return new ClientAssertion(
            text, request.origin(), new UsedAssertions(correlationId, usedAssertions));
      } catch (ParseException e) {
        throw refusal(EntraError.WRONG_SIGNATURE);
      }
    }

    private String audience() {
      List<String> scopes =
          Arrays.stream(parameter("scope").split(" "))
              .filter(s -> !SCOPES_OF_USERS.contains(s))
              .toList();
      require(scopes.size() == 1, EntraError.INVALID_SCOPE);
      String scope = scopes.get(0);
      require(scope.endsWith("/.default"), EntraError.SCOPE_WITHOUT_DEFAULT);
      String resource = scope.substring(0, scope.length() - "/.default".length());
      require(Entra.AZURE_DEVOPS.contains(resource), EntraError.UNKNOWN_RESOURCE);
      return resource;
    }

    private Reply token(EntraApp app, String strength, String audience) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("token_type", "Bearer");
      switch (expiresIn) {
        case NUMBER -> body.put("expires_in", life.toSeconds());
        case STRING -> body.put("expires_in", String.valueOf(life.toSeconds()));
        case MISSING -> {}
      }
      body.put("ext_expires_in", life.toSeconds());
      body.put("access_token", tokens.issue(app, strength, audience, life, contexts()));
      return Reply.json(200, body);
    }

    private List<String> contexts() {
      try {
        String claims = form.getValue("claims");
        return claims == null ? List.of() : ClaimsParameter.contexts(claims);
      } catch (ParseException e) {
        throw refusal(EntraError.INVALID_CLAIMS);
      }
    }

    private String parameter(String name) {
      String value = form.getValue(name);
      require(value != null && !value.isEmpty(), EntraError.MISSING_PARAMETER);
      return value;
    }

    private void require(boolean condition, EntraError otherwise) {
      if (!condition) {
        refuse(otherwise);
      }
    }

    private void refuse(EntraError error) {
      throw refusal(error);
    }

    private RefusedException refusal(EntraError error) {
      return new RefusedException(error.reply(clock.instant(), correlationId));
    }
  }
}
