package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.util.Context;
import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraError;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** In a pipeline of azure-core with its own bearer policy, over TLS. */
@ExtendWith(EmulatorExtension.class)
class AzureCredentialTest {

  private static final String SCOPE = "https://app.vssps.visualstudio.com/.default";

  private Acme acme;
  private CachingTokenSource source;
  private HttpPipeline pipeline;

  @BeforeEach
  void build(Emulator emulator, @TempDir Path folder) throws Exception {
    acme = Acme.in(emulator);
    source = acme.open(folder);
    pipeline =
        new HttpPipelineBuilder()
            .httpClient(
                new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(emulator.sslContext()))
                    .build())
            .policies(new BearerTokenAuthenticationPolicy(new AzureCredential(source), SCOPE))
            .build();
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void request_hasTheToken_andManyShareOneGrant() {
    for (int i = 0; i < 3; i++) {
      try (HttpResponse answer = sync()) {
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBodyAsString().toFuture().join()).contains("\"name\":\"web\"");
      }
    }
    assertThat(acme.grants()).isOne();
  }

  @Test
  void claimsChallenge_blocking_isAnswered() {
    sync().close();
    acme.organization().requireContext("c1");
    try (HttpResponse answer = sync()) {
      assertThat(answer.getStatusCode()).isEqualTo(200);
    }
    assertThat(acme.grants()).isEqualTo(2);
  }

  @Test
  void claimsChallenge_reactive_isAnswered() {
    acme.organization().requireContext("c1");
    Integer status = pipeline.send(request()).map(HttpResponse::getStatusCode).toFuture().join();
    assertThat(status).isEqualTo(200);
    assertThat(acme.requests()).isEqualTo(2);
    assertThat(acme.grants()).isEqualTo(2);
  }

  @Test
  void token_endsWhenTheServerSaid() {
    AccessToken token =
        new AzureCredential(source).getTokenSync(new TokenRequestContext().addScopes(SCOPE));
    assertThat(token.getTokenType()).isEqualTo("Bearer");
    assertThat(token.getDurationUntilExpiration())
        .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
  }

  @Test
  void refusal_reachesTheCallerAsItIs() {
    acme.app().refuseWith(EntraError.DISABLED_APP);
    assertThatThrownBy(this::sync)
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.code()).contains("AADSTS7000112"));
  }

  @Test
  void storedSecret_isNotHandedToAzure() {
    try (CachingTokenSource pat =
        CachingTokenSource.around(
            "pat",
            request -> StoredToken.basic("", Secret.of("stored-secret")),
            TokenRuntime.system(),
            CacheSettings.DEFAULT,
            TokenListener.NONE)) {
      assertThatThrownBy(
              () ->
                  new AzureCredential(pat).getTokenSync(new TokenRequestContext().addScopes(SCOPE)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private HttpResponse sync() {
    return pipeline.sendSync(request(), Context.NONE);
  }

  private HttpRequest request() {
    return new HttpRequest(HttpMethod.GET, acme.projects().toString());
  }
}
