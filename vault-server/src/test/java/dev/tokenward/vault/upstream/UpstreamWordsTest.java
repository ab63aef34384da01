package dev.tokenward.vault.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.HttpSender.Request;
import dev.tokenward.core.HttpSender.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UpstreamWordsTest {

  private static final String SECRET = "secret~" + UUID.randomUUID();

  private static Optional<String> line(int status, String body) {
    return line("Bearer " + SECRET, status, body);
  }

  private static Optional<String> line(String authorization, int status, String body) {
    Request request =
        new Request(
            "POST",
            URI.create("https://login.example/token"),
            Map.of("Authorization", authorization),
            "client_id=letters&client_secret=onlyletters&client_assertion=encoded%2Fletters",
            Duration.ofSeconds(1),
            true);
    return UpstreamWords.line(request, new Response(status, Map.of(), body));
  }

  @Test
  void line_ofARefusal_isOneLineWithTheIdsThatSupportAsksFor() {
    String id = UUID.randomUUID().toString();
    assertThat(line(401, "\uFEFFAADSTS7000215: Invalid client secret.\r\nCorrelation ID: " + id))
        .contains("AADSTS7000215: Invalid client secret. Correlation ID: " + id);
  }

  @Test
  void line_ofAnAnswerThatRepeatsSecrets_hasNone() {
    assertThat(line(400, "Bearer " + SECRET + " and onlyletters and x8Q~0123456789abcdef"))
        .contains("Bearer ... and ... and ...");
  }

  @Test
  void line_ofAnAnswerThatRepeatsSecretsDecoded_hasNone() {
    String pair = "an-app:in%2Fthe-header";
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    assertThat(line(basic, 401, "Not encoded/letters, not in/the-header, not " + basic))
        .contains("Not ..., not ..., not Basic ...");
    assertThat(line("Basic %%%", 401, "Not onlyletters")).contains("Not ...");
  }

  @Test
  void line_isBounded() {
    assertThat(line(500, "word ".repeat(10_000)).orElseThrow()).hasSizeLessThan(410);
  }

  @Test
  void line_ofServiceError_isTold() {
    Response response = new Response(401, Map.of("X-TFS-ServiceError", List.of("TF400813%3A")), "");
    Request request =
        Request.get(URI.create("https://dev.azure.com/acme"), Map.of(), Duration.ofSeconds(1));
    assertThat(UpstreamWords.line(request, response)).contains("TF400813%3A");
  }

  @Test
  void line_ofSuccessOrSilence_isNone() {
    assertThat(line(200, "{}")).isEmpty();
    assertThat(line(401, " ")).isEmpty();
  }
}
