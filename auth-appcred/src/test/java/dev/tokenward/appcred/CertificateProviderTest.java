package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateProviderTest {

  private static final MadeCertificate MADE = MadeCertificate.issued();

  private final CertificateProvider provider = new CertificateProvider();

  @Test
  void describe_fields_areThoseOfTheKind() {
    assertThat(provider.describe().kind()).isEqualTo("entra-client-certificate");
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::required, Field::ambient)
        .startsWith(
            tuple("tenant", Field.Type.TEXT, true, false),
            tuple("clientId", Field.Type.TEXT, true, false),
            tuple("certificateFile", Field.Type.FILE, false, true),
            tuple("certificate", Field.Type.SECRET, false, false),
            tuple("passphrase", Field.Type.SECRET, false, false),
            tuple("sendX5c", Field.Type.CHOICE, false, false),
            tuple("scope", Field.Type.SCOPES, false, false),
            tuple("organization", Field.Type.ORGANIZATION, false, false));
  }

  @Test
  void check_fileOrSecret_isEnough() throws Exception {
    assertThat(check(Map.of("certificateFile", "/does/not/exist.pem"), Map.of())).isEmpty();
    assertThat(check(Map.of(), Map.of("certificate", pem()))).isEmpty();
  }

  @Test
  void check_fileAndSecret_saysToLeaveOneOut() throws Exception {
    assertThat(check(Map.of("certificateFile", "app.pem"), Map.of("certificate", pem())))
        .singleElement()
        .returns("certificateFile", FieldProblem::field)
        .asString()
        .contains("leave one of them out");
  }

  @Test
  void check_neither_saysWhatToGive() {
    assertThat(check(Map.of("certificateFile", " "), Map.of()))
        .singleElement()
        .returns("certificateFile", FieldProblem::field)
        .asString()
        .contains("name a file with key and certificate, or give them in certificate");
  }

  @Test
  void check_pathThatIsNone_doesNotRepeatIt() {
    assertThat(check(Map.of("certificateFile", "a\0b"), Map.of()))
        .containsExactly(new FieldProblem("certificateFile", "is no path of a file"));
  }

  @ParameterizedTest
  @CsvSource({
    "some text, is neither PEM nor PKCS#12: give PEM",
    "-----BEGIN PRIVATE KEY-----, is damaged",
    "'  ', is empty: put the app's private key",
  })
  void check_secretThatIsNoKey_saysWhatItIs(String text, String message) {
    assertThat(check(Map.of(), Map.of("certificate", text)))
        .singleElement()
        .returns("certificate", FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .startsWith(message)
        .doesNotEndWith(".");
  }

  @Test
  void check_secretWithAnotherPassphrase_saysSo() throws Exception {
    String text = new String(KeyForm.PKCS8_ENCRYPTED.write(MADE, "right"), UTF_8);

    assertThat(check(Map.of(), Map.of("certificate", text, "passphrase", "wrong")))
        .singleElement()
        .extracting(FieldProblem::message)
        .asString()
        .startsWith("does not open with passphrase");
  }

  @Test
  void endsAt_isTheCertificatesEndWhereItCanBeReadAtOnce(@TempDir Path folder) throws Exception {
    Instant end = MADE.leaf().getNotAfter().toInstant();
    String file = Files.writeString(folder.resolve("app.pem"), pem()).toString();

    assertThat(endsAt(Map.of(), Map.of("certificate", pem()))).contains(end);
    assertThat(endsAt(Map.of("certificateFile", file), Map.of())).contains(end);
    assertThat(endsAt(Map.of("certificateFile", file + ".gone"), Map.of())).isEmpty();
    assertThat(endsAt(Map.of(), Map.of())).isEmpty();
    assertThat(endsAt(Map.of(), Map.of("certificate", pem(), "passphrase", "some"))).isEmpty();
  }

  private Optional<Instant> endsAt(Map<String, String> fields, Map<String, String> secrets) {
    return provider.endsAt(credential(fields, secrets));
  }

  @Test
  void destinations_areTheAuthorityAlone() {
    assertThat(provider.destinations(credential(Map.of("organization", "acme"), Map.of())))
        .containsExactly(URI.create("https://login.microsoftonline.com"));
  }

  @ParameterizedTest
  @CsvSource({", true", "true, true", "false, false"})
  void token_sendX5c_decidesWhetherTheChainIsSent(String choice, boolean sent) throws Exception {
    ScriptedUpstream upstream = new ScriptedUpstream().then(request -> Answers.token("abc"));
    Map<String, String> fields = choice == null ? Map.of() : Map.of("sendX5c", choice);

    provider
        .open(credential(fields, Map.of("certificate", pem())), new FakeClock().runtime(upstream))
        .token();

    String header = header(upstream.requests().get(0).body());
    assertThat(header).contains("\"x5t#S256\"").contains("\"RS256\"");
    assertThat(header.contains("x5c")).isEqualTo(sent);
    assertThat(header.contains(leaf() + "\",\"" + root())).isEqualTo(sent);
  }

  private static String header(String form) {
    String assertion = form.replaceFirst(".*client_assertion=([^&]+).*", "$1");
    String first = URLDecoder.decode(assertion, UTF_8).split("\\.", -1)[0];
    return new String(Base64.getUrlDecoder().decode(first), UTF_8).replace("\\/", "/");
  }

  private static String leaf() throws Exception {
    return Base64.getEncoder().encodeToString(MADE.leaf().getEncoded());
  }

  private static String root() throws Exception {
    return Base64.getEncoder().encodeToString(MADE.chain().get(1).getEncoded());
  }

  private static String pem() throws Exception {
    return new String(KeyForm.ISSUER_BEFORE_LEAF.write(MADE, ""), UTF_8);
  }

  private List<FieldProblem> check(Map<String, String> fields, Map<String, String> secrets) {
    return TokenSources.check(provider, credential(fields, secrets));
  }

  private static Credential credential(Map<String, String> more, Map<String, String> texts) {
    Map<String, String> fields = new HashMap<>(more);
    fields.put("tenant", "contoso.onmicrosoft.com");
    fields.put("clientId", "11111111-2222-3333-4444-555555555555");
    Map<String, Secret> secrets = new HashMap<>();
    texts.forEach((name, text) -> secrets.put(name, Secret.of(text)));
    return new Credential("ado-app", AppCredentials.CLIENT_CERTIFICATE, fields, secrets);
  }
}
