package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import java.net.MalformedURLException;
import org.jspecify.annotations.Nullable;

/**
 * Client credentials (RFC 6749, 4.4), or a user's token for another (RFC 7523, 2.1, with Entra ID's
 * {@code on_behalf_of}), by MSAL4J, which here builds the request and nothing more: cache, retries,
 * threads, dates and network are the engine's.
 */
final class MsalGrant implements Grant {

  private final EntraApp app;
  private final Proof proof;
  private final TokenRuntime runtime;

  MsalGrant(EntraApp app, Proof proof, TokenRuntime runtime) {
    this.app = app;
    this.proof = proof;
    this.runtime = runtime;
  }

  @Override
  public MintedToken acquire(Authority authority, Ask ask) {
    MsalNetwork network = new MsalNetwork(app.name(), authority, runtime);
    ClaimsRequest claims = Msal.claims(app.name(), ask.claims());
    ConfidentialClientApplication application = application(authority, network);
    Secret user = ask.user();
    Msal.run(
        app.name(),
        Msal::inside,
        () ->
            user == null
                ? application.acquireToken(asItself(ask, claims))
                : application.acquireToken(onBehalf(ask, claims, user)));
    return network.token();
  }

  private static ClientCredentialParameters asItself(Ask ask, @Nullable ClaimsRequest claims) {
    return ClientCredentialParameters.builder(ask.scopes()).skipCache(true).claims(claims).build();
  }

  private static OnBehalfOfParameters onBehalf(
      Ask ask, @Nullable ClaimsRequest claims, Secret user) {
    return OnBehalfOfParameters.builder(ask.scopes(), new UserAssertion(user.reveal()))
        .skipCache(true)
        .claims(claims)
        .build();
  }

  /** A new one each time: its cache takes every token and never gives one up. */
  private ConfidentialClientApplication application(Authority authority, MsalNetwork network) {
    try {
      return ConfidentialClientApplication.builder(app.clientId(), proof.now())
          .authority(authority.url())
          .instanceDiscovery(false)
          .validateAuthority(false)
          .disableInternalRetries()
          .sendX5c(proof.sendsChain())
          .executorService(new InlineExecutor())
          .httpClient(network)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("A checked authority is a URL", e);
    }
  }
}
