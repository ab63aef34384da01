package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.BasicPair;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.broker.Brokered;
import dev.tokenward.vault.broker.TokenAsk;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.store.StoreException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint (RFC 6749, RFC 8707). Without a resource, an audience or a scope it gives a
 * vault access token; with {@code resource=urn:tokenward:credential:<name>} or {@code
 * audience=<name>} the brokered token of that credential, so that any OAuth client works unchanged.
 */
final class OAuth {

  static final String PATH = "/oauth2/token";

  /** The attribute that holds which client a request says it is from; absent if none. */
  static final String CLAIMED_CLIENT = "claimed-client";

  private static final String ROUTE = "POST " + PATH;
  private static final String RESOURCE = "urn:tokenward:credential:";

  private final Broker broker;
  private final Authentication authentication;
  private final Clock clock;

  OAuth(Broker broker, Authentication authentication, Clock clock) {
    this.broker = broker;
    this.authentication = authentication;
    this.clock = clock;
  }

  /** A successful answer (RFC 6749, 5.1). */
  record TokenAnswer(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") long expiresIn,
      @Nullable String scope) {

    /** Nothing of the token. */
    @Override
    public String toString() {
      return "TokenAnswer[" + tokenType + "]";
    }
  }

  /** An error (RFC 6749, 5.2). */
  record ErrorAnswer(String error, @JsonProperty("error_description") String description) {}

  void handle(Context context, String traceId) {
    try {
      Form form = Form.of(context);
      Call call = new Call(client(form, context), ROUTE, traceId);
      respond(context, 200, token(call, form));
    } catch (OAuthError e) {
      refuse(context, e);
    } catch (RefusedException e) {
      refuse(context, OAuthError.of(e));
    } catch (StoreException e) {
      refuse(context, OAuthError.of(RefusedException.of(e)));
    } catch (TokenException e) {
      refuse(context, OAuthError.of(e));
    }
  }

  private TokenAnswer token(Call call, Form form) {
    if (!"client_credentials".equals(form.required("grant_type"))) {
      throw new OAuthError("unsupported_grant_type", "This vault takes client_credentials");
    }
    Optional<String> credential = credential(form);
    if (credential.isEmpty()) {
      if (form.value("scope").isPresent()) {
        throw new OAuthError(
            "invalid_scope", "Name the credential too: resource=" + RESOURCE + "<name>");
      }
      return vaultToken(broker.vaultToken(call));
    }
    return brokered(call, credential.get(), form);
  }

  private static TokenAnswer vaultToken(Issuer.Issued issued) {
    return new TokenAnswer(issued.token(), "Bearer", Issuer.VAULT_TOKEN_LIFE.toSeconds(), null);
  }

  private TokenAnswer brokered(Call call, String credential, Form form) {
    List<String> scopes =
        form.value("scope").map(text -> List.of(text.split(" +"))).orElse(List.of());
    Brokered brokered = broker.token(call, credential, new TokenAsk(scopes, Duration.ZERO));
    return new TokenAnswer(
        brokered.token().value(),
        "Bearer",
        Duration.between(clock.instant(), brokered.token().expiresAt()).toSeconds(),
        brokered.token().scopes().isEmpty() ? null : String.join(" ", brokered.token().scopes()));
  }

  /** The credential that the request names, by resource or by audience. */
  private static Optional<String> credential(Form form) {
    Optional<String> resource = form.value("resource");
    Optional<String> audience = form.value("audience");
    if (resource.isPresent() && audience.isPresent()) {
      throw new OAuthError("invalid_target", "Name one of resource and audience, not both");
    }
    if (resource.isPresent() && !resource.get().startsWith(RESOURCE)) {
      throw new OAuthError("invalid_target", "A resource here is " + RESOURCE + "<name>");
    }
    return resource.map(urn -> urn.substring(RESOURCE.length())).or(() -> audience);
  }

  private Caller client(Form form, Context context) {
    Optional<String> header = Optional.ofNullable(context.header("Authorization"));
    Optional<String> id = form.value("client_id");
    Optional<String> secret = form.value("client_secret");
    context.attribute(CLAIMED_CLIENT, id.or(() -> header.flatMap(OAuth::user)).orElse(null));
    if (header.isPresent() && secret.isPresent()) {
      throw new OAuthError(
          "invalid_request", "Send the secret in the header or the body, not both");
    }
    if (header.isPresent()) {
      Caller caller = basic(header.get()).orElseThrow(OAuthError::invalidClient);
      if (id.isPresent() && !id.get().equals(caller.name())) {
        throw new OAuthError("invalid_request", "client_id names another client than the header");
      }
      return caller;
    }
    return authentication
        .client(id.orElse(""), secret.orElse(""))
        .orElseThrow(OAuthError::invalidClient);
  }

  private static Optional<String> user(String header) {
    return BasicPair.of(header).map(BasicPair::user);
  }

  /**
   * The client of a Basic header. RFC 6749, 2.3.1 encodes id and secret as in a form before they
   * are joined; many clients do not, so both are tried.
   */
  private Optional<Caller> basic(String header) {
    return BasicPair.of(header)
        .flatMap(sent -> client(sent).or(() -> formDecoded(sent).flatMap(this::client)));
  }

  private Optional<Caller> client(BasicPair pair) {
    return authentication.client(pair.user(), pair.password());
  }

  private static Optional<BasicPair> formDecoded(BasicPair sent) {
    try {
      return Optional.of(
          new BasicPair(
              UrlEncoded.decode(sent.user(), "user"),
              UrlEncoded.decode(sent.password(), "password")));
    } catch (UrlEncoded.BadEncodingException e) {
      return Optional.empty();
    }
  }

  private static void refuse(Context context, OAuthError error) {
    if (error.status() == 401) {
      context.header("WWW-Authenticate", "Basic realm=\"Tokenward\", charset=\"UTF-8\"");
    }
    error
        .retryAfter()
        .ifPresent(pause -> context.header("Retry-After", String.valueOf(pause.toSeconds())));
    respond(context, error.status(), new ErrorAnswer(error.error(), error.description()));
  }

  private static void respond(Context context, int status, Record answer) {
    context
        .status(status)
        .header("Cache-Control", "no-store")
        .header("Pragma", "no-cache")
        .contentType("application/json")
        .result(Json.write(answer));
  }
}
