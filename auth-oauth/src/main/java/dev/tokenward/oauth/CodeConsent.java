package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.Authorizable;
import java.net.URI;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A consent by authorization code, bound to its beginning by state, nonce and verifier. */
final class CodeConsent implements Authorizable.Consent {

  private final Provider provider;
  private final GrantStore store;
  private final URI redirect;
  private final String state = new State().getValue();
  private final String nonce = new Nonce().getValue();
  private final CodeVerifier verifier = new CodeVerifier();
  private final AtomicBoolean finished = new AtomicBoolean();
  private volatile boolean needsAdmin;

  /** Refuses a redirect that others can read. */
  CodeConsent(Provider provider, GrantStore store, URI redirect) {
    this.provider = provider;
    this.store = store;
    this.redirect = redirect;
    if (!Endpoints.isSafe(redirect) || redirect.getRawFragment() != null) {
      throw new TokenException(
          Reason.CONFIGURATION,
          "The redirect URI of " + provider.client().name() + " is not safe: a code travels there",
          "Take one that begins with https://, or is on this machine.");
    }
  }

  @Override
  public URI page() {
    Client client = provider.client();
    // First, so that nothing of them can stand in the place of the request's own.
    Map<String, String> query = new LinkedHashMap<>(client.parameters());
    query.put("client_id", client.clientId());
    query.put("response_type", client.preset().responseType());
    query.put("redirect_uri", redirect.toString());
    query.put("scope", String.join(" ", client.scopes()));
    query.put("state", state);
    if (client.preset().pkce()) {
      query.put(
          "code_challenge", CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
      query.put("code_challenge_method", "S256");
    }
    if (client.scopes().contains("openid")) {
      query.put("nonce", nonce);
    }
    store.challenge(client).ifPresent(challenge -> query.put("claims", challenge.claims()));
    return with(provider.call().url(Endpoints.AUTHORIZATION), query);
  }

  private static URI with(URI page, Map<String, String> query) {
    return URI.create(page + (page.getQuery() == null ? "?" : "&") + TokenCall.encoded(query));
  }

  @Override
  public Optional<URI> adminPage() {
    if (!needsAdmin) {
      return Optional.empty();
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", provider.client().clientId());
    query.put("redirect_uri", redirect.toString());
    query.put("state", state);
    return provider.endpoints().url(Endpoints.ADMIN_CONSENT).map(page -> with(page, query));
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public Authorizable.Answer finish(Map<String, String> parameters) {
    check(parameters);
    String code = parameters.getOrDefault("code", "");
    if (!parameters.getOrDefault("error", "").isEmpty() || code.isEmpty()) {
      throw refused(Refusals.of(provider.client().name(), new TokenReply(parameters)));
    }
    Outcome outcome = provider.call().redeem(Secret.of(code), redirect, verifier.getValue());
    if (outcome instanceof Outcome.Refused refused) {
      throw refused(refused);
    }
    return Answered.of(provider, store, outcome, nonce, redirect.toString());
  }

  private TokenException refused(Outcome.Refused refused) {
    needsAdmin = refused.ended().equals(Refusals.ADMIN_CONSENT_NEEDED);
    return refused.failure();
  }

  private void check(Map<String, String> parameters) {
    String given = parameters.getOrDefault("state", "");
    if (!MessageDigest.isEqual(given.getBytes(US_ASCII), state.getBytes(US_ASCII))) {
      throw strange("carries another state: it does not answer this request");
    }
    String issuer = parameters.getOrDefault("iss", "");
    Map<String, String> known = provider.endpoints().byName();
    boolean promised = "true".equals(known.get("authorization_response_iss_parameter_supported"));
    if (!issuer.isEmpty() && !known.containsKey(Endpoints.ISSUER)) {
      throw nameless(issuer);
    }
    if ((promised || !issuer.isEmpty()) && !isIssuer(issuer, known)) {
      throw strange("carries another issuer (RFC 9207): another provider sent it");
    }
    if (finished.getAndSet(true)) {
      throw strange("came a second time");
    }
  }

  /** It cannot be told from what another provider sent, and is not believed to be right. */
  private TokenException nameless(String issuer) {
    return new TokenException(
        Reason.CONFIGURATION,
        "What came back for "
            + provider.client().name()
            + " says which issuer sent it (RFC 9207), and no issuer is given to compare that with",
        "Give the field issuer as the provider's documentation writes it"
            + (isOfTheProvider(issuer) ? "; what came says " + issuer + " there" : "")
            + ". Then begin again.");
  }

  /** At a host that people are sent to anyway, and written as RFC 9207, 2, wants it. */
  private boolean isOfTheProvider(String issuer) {
    return issuer.matches("https?://[A-Za-z0-9._~:/%-]{1,250}")
        && provider.client().destinations().stream()
            .map(URI::toString)
            .anyMatch(origin -> issuer.equals(origin) || issuer.startsWith(origin + "/"));
  }

  private static boolean isIssuer(String given, Map<String, String> known) {
    String expected = Objects.toString(known.get(Endpoints.ISSUER), "");
    int tenant = expected.indexOf("{tid}");
    return tenant < 0
        ? expected.equals(given)
        : given.startsWith(expected.substring(0, tenant))
            && given.endsWith(expected.substring(tenant + "{tid}".length()));
  }

  private TokenException strange(String what) {
    return new TokenException(
        Reason.DENIED,
        "What came back for " + provider.client().name() + " " + what,
        "Begin again from the start, in one browser.");
  }
}
