package dev.tokenward.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;

/** Requests of one app to one provider. */
record TokenCall(Client client, Endpoints endpoints, TokenRuntime runtime) {

  /** How long one request may take. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String FORM = "application/x-www-form-urlencoded";

  /** Redeems a code; never sent twice, since it is good once. */
  Outcome redeem(Secret code, URI redirect, String verifier) {
    Wording wording = client.preset().wording();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", wording.codeGrant());
    form.put(wording.code(), code.reveal());
    form.put("redirect_uri", redirect.toString());
    if (client.preset().pkce()) {
      form.put("code_verifier", verifier);
    }
    return ask(Endpoints.TOKEN, form, false);
  }

  /** Spends a refresh token; sent again within this request only where that does no harm. */
  Outcome refresh(
      Secret refreshToken, String redirect, List<String> scopes, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put(client.preset().wording().refreshToken(), refreshToken.reveal());
    if (client.preset().wording().redirectAgain()) {
      form.put("redirect_uri", redirect);
    }
    if (!scopes.isEmpty()) {
      form.put("scope", String.join(" ", scopes));
    }
    form.putAll(more);
    return ask(Endpoints.TOKEN, form, client.reuse().limit(), client.reuse().tolerated());
  }

  /** Sends a form that proves the app, and reads what comes back. */
  Outcome ask(String endpoint, Map<String, String> form, boolean repeatable) {
    return ask(endpoint, form, LIMIT, repeatable);
  }

  private Outcome ask(
      String endpoint, Map<String, String> form, Duration limit, boolean repeatable) {
    URI url = url(endpoint);
    try {
      return read(runtime.http().send(request(url, form, limit, repeatable)));
    } catch (IOException e) {
      return neverSent(e)
          ? new Outcome.Refused(unreachable(url))
          : new Outcome.Unanswered(unreachable(url));
    } catch (TokenException e) {
      // A pause that the server asked for: this request was not sent, or was turned away.
      return new Outcome.Refused(e);
    }
  }

  private Outcome read(HttpSender.Response response) {
    TokenReply reply = TokenReply.of(response);
    boolean refused =
        response.status() < 500
            && !reply.text("error").isEmpty()
            && reply.text("access_token").isEmpty();
    if (response.status() == 200 && !refused) {
      return new Outcome.Granted(reply);
    }
    return refused
        ? Refusals.of(client.name(), reply)
        : new Outcome.Unanswered(Refusals.noAnswer(client.name()));
  }

  URI url(String endpoint) {
    return endpoints
        .url(endpoint)
        .orElseThrow(
            () ->
                new TokenException(
                    Reason.CONFIGURATION,
                    "The provider of " + client.name() + " offers no " + endpoint,
                    "Give its URL, or use what it offers."));
  }

  private HttpSender.Request request(
      URI url, Map<String, String> form, Duration limit, boolean repeatable) {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, url);
    request.setHeader("Content-Type", FORM);
    request.setBody(encoded(prove(form)));
    if (!asAssertion()) {
      client
          .authentication()
          .proof(url, runtime.clock())
          .ifPresent(proof -> proof.applyTo(request));
    }
    return new HttpSender.Request(
        "POST", url, headers(request), String.valueOf(request.getBody()), limit, repeatable);
  }

  private boolean asAssertion() {
    return !client.preset().wording().secretType().isEmpty();
  }

  private Map<String, String> prove(Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(form);
    Secret secret = client.authentication().secret();
    if (asAssertion() && secret != null) {
      all.put("client_assertion_type", client.preset().wording().secretType());
      all.put("client_assertion", secret.reveal());
    } else if (!client.authentication().method().equals(Authentication.BASIC)) {
      all.put("client_id", client.clientId());
    }
    return all;
  }

  static String encoded(Map<String, String> form) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    form.forEach((name, value) -> lists.put(name, List.of(value)));
    return URLUtils.serializeParameters(lists);
  }

  private static Map<String, String> headers(HTTPRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Content-Type", FORM);
    if (request.getAuthorization() != null) {
      headers.put("Authorization", request.getAuthorization());
    }
    return headers;
  }

  private static boolean neverSent(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ConnectException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException
          || each instanceof HttpConnectTimeoutException
          || each instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  private TokenException unreachable(URI url) {
    return new TokenException(
        Reason.UNREACHABLE,
        "No answer from " + url.getHost() + " to the request for " + client.name(),
        "Check that this machine can reach "
            + Endpoints.origin(url)
            + " and trusts its"
            + " certificate.");
  }
}
