package dev.tokenward.benchmarks.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The provider's answer as azure-core wants it. */
final class AzureResponse extends HttpResponse {

  private final Answer answer;
  private final HttpHeaders headers = new HttpHeaders();

  AzureResponse(HttpRequest request, Answer answer) {
    super(request);
    this.answer = answer;
    headers.set(HttpHeaderName.CONTENT_TYPE, "application/json");
    if (!answer.retryAfter().isZero()) {
      headers.set(HttpHeaderName.RETRY_AFTER, answer.retryAfter().toSeconds() + "");
    }
  }

  @Override
  public int getStatusCode() {
    return answer.status();
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(bytes()));
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(bytes());
  }

  @Override
  public Mono<String> getBodyAsString() {
    return Mono.just(answer.json());
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return getBodyAsString();
  }

  private byte[] bytes() {
    return answer.json().getBytes(UTF_8);
  }
}
