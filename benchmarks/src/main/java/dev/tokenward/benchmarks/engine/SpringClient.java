package dev.tokenward.benchmarks.engine;

import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** Spring Security's client: it keys tokens by the name of a registration and of a principal. */
final class SpringClient implements TokenCache {

  private static final String REGISTRATION = "benchmark";

  private final InMemoryOAuth2AuthorizedClientService service;
  private final OAuth2AuthorizedClientManager manager;
  private final String[] principals;
  private final OAuth2AuthorizeRequest[] requests;

  SpringClient(Provider provider, int keys) {
    var registrations = new InMemoryClientRegistrationRepository(registration());
    this.service = new InMemoryOAuth2AuthorizedClientService(registrations);
    var clientCredentials = new ClientCredentialsOAuth2AuthorizedClientProvider();
    clientCredentials.setAccessTokenResponseClient(request -> response(provider.ask().orThrow()));
    var made = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
    made.setAuthorizedClientProvider(clientCredentials);
    this.manager = made;
    this.principals =
        IntStream.range(0, keys).mapToObj(key -> "principal-" + key).toArray(String[]::new);
    this.requests =
        IntStream.range(0, keys).mapToObj(this::request).toArray(OAuth2AuthorizeRequest[]::new);
  }

  private static ClientRegistration registration() {
    return ClientRegistration.withRegistrationId(REGISTRATION)
        .clientId(Msal4j.CLIENT)
        .clientSecret("unused-secret")
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenUri("https://provider.example/token")
        .build();
  }

  private static OAuth2AccessTokenResponse response(Answer answer) {
    return OAuth2AccessTokenResponse.withToken(answer.token())
        .tokenType(OAuth2AccessToken.TokenType.BEARER)
        .expiresIn(answer.life().minus(answer.lived()).toSeconds())
        .build();
  }

  private OAuth2AuthorizeRequest request(int key) {
    return OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
        .principal(principals[key])
        .build();
  }

  private Object authorize(OAuth2AuthorizeRequest request) {
    return Objects.requireNonNull(manager.authorize(request), "no provider for the grant");
  }

  @Override
  public Object hit(int key) {
    return authorize(requests[key]);
  }

  @Override
  public Object build(int key) {
    return authorize(request(key));
  }

  @Override
  public Object refused(int key, Object token) {
    service.removeAuthorizedClient(REGISTRATION, principals[key]);
    return hit(key);
  }
}
