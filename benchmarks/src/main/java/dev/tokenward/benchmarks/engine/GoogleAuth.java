package dev.tokenward.benchmarks.engine;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.net.URI;

/** google-auth: each of its credentials holds one token. */
final class GoogleAuth implements TokenCache {

  private static final URI API = URI.create("https://service-0.example");

  private final OAuth2Credentials credentials;

  GoogleAuth(Provider provider, int keys) {
    this.credentials =
        UserCredentials.newBuilder()
            .setClientId(Msal4j.CLIENT)
            .setClientSecret("unused-secret")
            .setRefreshToken("unused-token")
            .setTokenServerUri(URI.create("https://provider.example/token"))
            .setHttpTransportFactory(() -> new Asking(provider))
            .build();
  }

  private static final class Asking extends HttpTransport {

    private final Provider provider;

    Asking(Provider provider) {
      this.provider = provider;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
      return new MockLowLevelHttpRequest() {
        @Override
        public LowLevelHttpResponse execute() {
          return response(provider.ask());
        }
      };
    }
  }

  private static LowLevelHttpResponse response(Answer answer) {
    MockLowLevelHttpResponse response =
        new MockLowLevelHttpResponse()
            .setStatusCode(answer.status())
            .setContentType("application/json")
            .setContent(answer.json());
    return answer.retryAfter().isZero()
        ? response
        : response.addHeader("Retry-After", answer.retryAfter().toSeconds() + "");
  }

  @Override
  public Object hit(int key) throws IOException {
    return credentials.getRequestMetadata(API);
  }

  @Override
  public Object refused(int key, Object token) throws IOException {
    credentials.refresh();
    return hit(key);
  }
}
