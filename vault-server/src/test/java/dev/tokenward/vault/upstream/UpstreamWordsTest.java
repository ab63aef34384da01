package dev.tokenward.vault.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.HttpSender.Request;
import dev.tokenward.core.HttpSender.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Secrets that no rule about words would know, in the forms in which servers repeat them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pa:ss!wo@rd#12$34",
        "blue horse runs fast 42",
        "za\u017c\u00f3\u0142\u0107-g\u0119\u015bl\u0105-ja\u017a\u0144",
        "abcdefgh&ijklmnop",
        "it's <\"quoted\"> & more",
        "back\\slash/and\\u0026",
        "a*b~c d+e",
        "xy#1"
      })
  void line_ofAnAnswerThatRepeatsASecretInAnyForm_hasNone(String secret) {
    String form = URLEncoder.encode(secret, UTF_8);
    List<String> repeated =
        List.of(
            secret,
            form,
            form.toLowerCase(Locale.ROOT),
            form.replace("+", "%20"),
            escaped(secret, character -> "&<>'\"\\/".indexOf(character) >= 0 || character > 126),
            escaped(secret, character -> true),
            secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"),
            secret
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
    String basic = Base64.getEncoder().encodeToString(("app:" + form).getBytes(UTF_8));
    for (String said : repeated) {
      String answer = "{\"error\":\"wrong: " + said + " here\"}";
      assertThat(words(Map.of(), "client_id=x&client_secret=" + form, answer))
          .as("form, said as %s", said)
          .contains("{\"error\":\"wrong: ... here\"}");
      assertThat(words(Map.of("Authorization", "Basic " + basic), "a=b", answer))
          .as("Basic, said as %s", said)
          .contains("{\"error\":\"wrong: ... here\"}");
    }
  }

  private static String escaped(String text, IntPredicate which) {
    return text.chars()
        .mapToObj(
            each ->
                which.test(each)
                    ? String.format(Locale.ROOT, "\\u%04x", each)
                    : String.valueOf((char) each))
        .collect(Collectors.joining());
  }

  private static Optional<String> words(Map<String, String> headers, String body, String said) {
    URI uri = URI.create("https://login.example/token");
    Request request = new Request("POST", uri, headers, body, Duration.ofSeconds(1), true);
    return UpstreamWords.line(request, new Response(400, Map.of(), said));
  }

  @Test
  void line_ofAnAnswerThatRepeatsAHeader_hasNoneEvenOfAnId() {
    String secret = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    assertThat(
            words(
                Map.of("X-IDENTITY-HEADER", secret, "client-request-id", correlation),
                "",
                "bad " + secret + " of " + correlation))
        .contains("bad ... of " + correlation);
  }

  @Test
  void line_ofAnAnswerThatIsCutOff_endsBeforeWhatWasCut() {
    String secret = "ab ".repeat(300);
    String said = "xyz ".repeat(1_700) + secret;
    assertThat(words(Map.of(), "s=" + URLEncoder.encode(secret, UTF_8), said).orElseThrow())
        .doesNotContain("ab ab");
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
