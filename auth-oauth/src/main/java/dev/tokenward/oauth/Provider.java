package dev.tokenward.oauth;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The provider of one app: where it is asked, found out when it is needed first. */
final class Provider {

  /** Where secrets are sent: never to a host that the credential does not name. */
  private static final List<String> SECRET_ENDPOINTS =
      List.of(Endpoints.TOKEN, Endpoints.DEVICE, Endpoints.REVOCATION);

  /** Where browsers are sent, and what signatures are checked by: anywhere, but not in clear. */
  private static final List<String> PUBLIC_ENDPOINTS =
      List.of(Endpoints.AUTHORIZATION, Endpoints.KEYS);

  /** What is answered where nothing is, and by Entra ID for a tenant that it does not know. */
  private static final List<Integer> UNKNOWN = List.of(400, 404, 410);

  private final Client client;
  private final TokenRuntime runtime;
  private volatile @Nullable Endpoints found;

  Provider(Client client, TokenRuntime runtime) {
    this.client = client;
    this.runtime = runtime;
  }

  Client client() {
    return client;
  }

  TokenRuntime runtime() {
    return runtime;
  }

  TokenCall call() {
    return new TokenCall(client, endpoints(), runtime);
  }

  /** Every endpoint that there is; asks the provider where a document of it says them. */
  Endpoints endpoints() {
    Endpoints known = found;
    if (known == null) {
      known =
          client
              .endpoints()
              .url(Endpoints.DISCOVERY)
              .map(document -> client.endpoints().or(discovered(document)))
              .orElse(client.endpoints());
      found = known;
    }
    return known;
  }

  private Map<String, String> discovered(URI document) {
    TokenReply reply = TokenReply.of(get(document));
    if (!reply.text(Endpoints.ISSUER).equals(client.endpoints().byName().get(Endpoints.ISSUER))) {
      throw wrong(
          "What is at " + document + " is not the configuration of that issuer",
          "Give issuer exactly as the provider writes it, with or without a slash at its end.");
    }
    Map<String, String> endpoints = new TreeMap<>();
    reply.fields().forEach((name, value) -> put(endpoints, name, value));
    return endpoints;
  }

  private void put(Map<String, String> endpoints, String name, String value) {
    if (SECRET_ENDPOINTS.contains(name)
        && !client.endpoints().byName().containsKey(name)
        && !client.destinations().contains(Endpoints.origin(url(name, value)))) {
      throw wrong(
          "The provider has its " + name + " at another host, " + url(name, value).getHost(),
          "Give that URL as a field, if secrets may go there.");
    }
    if (PUBLIC_ENDPOINTS.contains(name)) {
      url(name, value);
    }
    endpoints.put(name, value);
  }

  private URI url(String name, String value) {
    try {
      URI url = URI.create(value);
      if (Endpoints.isSafe(url)) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw wrong("The provider's " + name + " is no https URL", "Give its URL as a field.");
  }

  /** A document of the provider's. */
  HttpSender.Response get(URI document) {
    HttpSender.Response answer = answer(document);
    if (answer.status() != 200) {
      throw new TokenException(
          Reason.UNREACHABLE,
          "The provider of " + client.name() + " answers " + answer.status() + " for " + document,
          isConfiguration(document) && UNKNOWN.contains(answer.status())
              ? "Check issuer: the provider's configuration is at that address, below the issuer."
              : "Ask again later; check that no sign-in page or proxy stands in between.");
    }
    return answer;
  }

  private boolean isConfiguration(URI document) {
    return client.endpoints().url(Endpoints.DISCOVERY).filter(document::equals).isPresent();
  }

  private HttpSender.Response answer(URI document) {
    try {
      return runtime.http().send(HttpSender.Request.get(document, Map.of(), TokenCall.LIMIT));
    } catch (IOException e) {
      throw new TokenException(
          Reason.UNREACHABLE,
          "The provider of " + client.name() + " does not give " + document,
          "Check that this machine can reach "
              + Endpoints.origin(document)
              + " and trusts its certificate.");
    }
  }

  private TokenException wrong(String what, String nextStep) {
    return new TokenException(Reason.CONFIGURATION, client.name() + ": " + what, nextStep);
  }

  /**
   * Ends a refresh token upstream (RFC 7009), as well as it can be done.
   *
   * @return whether the provider said that it ended
   */
  boolean end(@Nullable Secret refreshToken) {
    if (refreshToken == null) {
      return false;
    }
    try {
      if (endpoints().url(Endpoints.REVOCATION).isEmpty()) {
        return false;
      }
      Map<String, String> form = new LinkedHashMap<>();
      form.put("token", refreshToken.reveal());
      form.put("token_type_hint", "refresh_token");
      return call().ask(Endpoints.REVOCATION, form, true) instanceof Outcome.Granted;
    } catch (TokenException e) {
      return false;
    }
  }

  /**
   * The same for what was kept; where the app was pointed elsewhere since, its token stays here.
   */
  boolean end(GrantState grant) {
    return grant.boundTo().equals(client.boundTo()) && end(grant.refreshToken());
  }

  static @Nullable Secret secret(TokenReply reply, String name) {
    String text = reply.orNull(name);
    return text == null ? null : Secret.of(text);
  }

  static GrantState.Access access(
      TokenReply reply, List<String> asked, @Nullable List<String> narrowedTo, Instant now) {
    Secret value = Objects.requireNonNull(secret(reply, "access_token"));
    return new GrantState.Access(
        value, now, now.plus(reply.lifetime()), reply.scopes(asked), narrowedTo);
  }
}
