package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCredentialsProviderTest {

  private static final KeyPair RSA = Keys.rsa(2048);
  private static final KeyPair EC = Keys.ec("secp256r1");

  private final ClientCredentialsProvider provider = new ClientCredentialsProvider();

  @Test
  void describe_fields_areThoseOfTheKind() {
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::required, Field::destination)
        .containsExactly(
            tuple("tokenUrl", Field.Type.URL, true, true),
            tuple("clientId", Field.Type.TEXT, true, false),
            tuple("authentication", Field.Type.CHOICE, false, false),
            tuple("clientSecret", Field.Type.SECRET, false, false),
            tuple("privateKey", Field.Type.SECRET, false, false),
            tuple("passphrase", Field.Type.SECRET, false, false),
            tuple("keyId", Field.Type.TEXT, false, false),
            tuple("algorithm", Field.Type.CHOICE, false, false),
            tuple("scope", Field.Type.SCOPES, false, false),
            tuple("audience", Field.Type.TEXT, false, false),
            tuple("resource", Field.Type.TEXT, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example/token, https://login.example",
    "https://LOGIN.example:443/token?x=1, https://login.example",
    "HTTPS://login.example:8443/token, https://login.example:8443",
    "http://127.0.0.1:8220/oauth2/token, http://127.0.0.1:8220",
    "http://localhost/token, http://localhost",
    "http://[::1]:8220/token, http://[::1]:8220",
  })
  void destinations_areTheOriginOfTheTokenUrl(String url, String origin) {
    assertThat(problems(Map.of("tokenUrl", url))).isEmpty();
    assertThat(provider.destinations(credential(Map.of("tokenUrl", url), bySecret())))
        .containsExactly(URI.create(origin));
  }

  @ParameterizedTest
  @CsvSource({
    "tokenUrl, http://login.example/token, must begin with https://",
    "tokenUrl, http://127.0.0.1.evil.example/token, must begin with https://",
    "tokenUrl, ftp://login.example/token, is no URL",
    "tokenUrl, https://me@login.example/token, is no URL",
    "clientId, ' ', is empty",
    "authentication, secret, takes one of client_secret_basic",
    "authentication, private_key_jwt, and private_key_jwt needs it",
    "algorithm, HS256, takes one of RS256",
    "scope, 'a \"b\"', without quotes",
    "resource, orders, must be an absolute URI",
    "resource, https://orders.example/#a, must be an absolute URI",
  })
  void validate_wrongField_saysWhatToWrite(String field, String value, String message) {
    assertThat(problems(Map.of(field, value)))
        .singleElement()
        .extracting(FieldProblem::message)
        .asString()
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.contoso.com",
        "vault.contoso.com:8443",
        "http://vault.contoso.com",
        "https:/vault.contoso.com",
        "https://me@vault.contoso.com",
        "https://vault.contoso.com/?a",
        "https://vault.contoso.com/#a",
        "https://vault contoso",
        ""
      })
  void vault_addressThatIsNone_isCalledTheVaultsAddress(String address) {
    assertThatThrownBy(() -> AppCredentials.vault(address, "caller", Secret.of("s"), "devops"))
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.nextStep()).contains("https://"))
        .hasMessage("The vault's address is no URL that a secret may be sent to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://vault.contoso.com", " HTTPS://v/under/ ", "http://localhost:1"})
  void vault_address_isTaken(String address) {
    AppCredentials.vault(address, "caller", Secret.of("s"), "devops").open().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_secret_basic", "client_secret_post"})
  void validate_noSecret_namesTheField(String method) {
    assertThat(TokenSources.check(provider, credential(Map.of("authentication", method), Map.of())))
        .containsExactly(
            new FieldProblem("clientSecret", "is missing, and " + method + " needs it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyId", "algorithm", "privateKey", "passphrase"})
  void validate_whatIsOfAKeyBesideASecret_isToBeLeftOut(String field) {
    boolean isSecret = field.equals("privateKey") || field.equals("passphrase");
    Map<String, Secret> secrets = new HashMap<>(bySecret());
    if (isSecret) {
      secrets.put(field, Secret.of("any"));
    }
    assertThat(
            TokenSources.check(
                provider, credential(isSecret ? Map.of() : Map.of(field, "RS256"), secrets)))
        .containsExactly(
            new FieldProblem(
                field, "says nothing to authentication client_secret_basic: leave it out"));
  }

  static Stream<String> keys() {
    return Stream.of(Keys.pem(RSA), Keys.oldPem(RSA), Keys.pem(EC), Keys.oldPem(EC));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void validate_keyInAnyFormOfPem_isAccepted(String pem) {
    assertThat(keyProblems(Map.of(), pem, null)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void validate_keyAfterACertificatesText_isFound(String pem) {
    assertThat(keyProblems(Map.of(), "Bag Attributes\n" + pem + "\n", null)).isEmpty();
  }

  @Test
  void validate_keyAfterTheMarkOfWindowsEditors_isAccepted() {
    assertThat(keyProblems(Map.of(), "\uFEFF" + Keys.pem(EC), null)).isEmpty();
  }

  @Test
  void validate_encryptedKeyThatTellsNotHow_isDamaged() throws Exception {
    String pem = new String(HostileKey.withoutParameters(), StandardCharsets.US_ASCII);

    assertThat(keyProblems(Map.of(), pem, "any"))
        .singleElement()
        .asString()
        .startsWith("is damaged, cut off");
  }

  @Test
  void validate_encryptedKey_opensWithItsPassphraseAlone() {
    String pem = Keys.encryptedPem(RSA, "right");

    assertThat(keyProblems(Map.of(), pem, "right")).isEmpty();
    assertThat(keyProblems(Map.of(), pem, "wrong"))
        .singleElement()
        .asString()
        .startsWith("does not open with passphrase: ");
    assertThat(keyProblems(Map.of(), pem, null))
        .singleElement()
        .asString()
        .startsWith("is encrypted, and there is no passphrase: ");
  }

  @Test
  void validate_keyThatSignsNothing_saysWhy() {
    assertThat(keyProblems(Map.of(), Keys.pem(Keys.rsa(1024)), null))
        .singleElement()
        .asString()
        .contains("2048 bits");
    assertThat(keyProblems(Map.of(), Keys.pem(Keys.ec("secp384r1")), null))
        .containsExactly("does not sign by ES256, which is for another key");
    assertThat(keyProblems(Map.of("algorithm", "ES256"), Keys.pem(RSA), null))
        .containsExactly("does not sign by ES256, which is for another key");
    assertThat(keyProblems(Map.of("algorithm", "PS256"), Keys.pem(EC), null))
        .containsExactly("does not sign by PS256, which is for another key");
  }

  @Test
  void validate_whatIsNoKey_isNotRepeated() {
    LeakProbe probe = new LeakProbe();
    String pem = Keys.pem(RSA);
    for (String text :
        List.of(
            probe.canary("text"),
            pem.substring(0, pem.length() / 2),
            pem.replace("PRIVATE", "PUBLIC"),
            pem.replaceFirst("M", "!"),
            "-----BEGIN PRIVATE KEY-----\n"
                + probe.canary("body")
                + "\n-----END PRIVATE KEY-----")) {
      assertThat(keyProblems(Map.of(), text, null)).hasSize(1);
      probe.see("problem", keyProblems(Map.of(), text, null).toString());
    }
    probe.assertClean();
  }

  private List<FieldProblem> problems(Map<String, String> fields) {
    return TokenSources.check(provider, credential(fields, bySecret()));
  }

  private List<String> keyProblems(
      Map<String, String> fields, String pem, @Nullable String passphrase) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("authentication", "private_key_jwt");
    Map<String, Secret> secrets = new HashMap<>(Map.of("privateKey", Secret.of(pem)));
    if (passphrase != null) {
      secrets.put("passphrase", Secret.of(passphrase));
    }
    return TokenSources.check(provider, credential(all, secrets)).stream()
        .map(FieldProblem::message)
        .toList();
  }

  private static Map<String, Secret> bySecret() {
    return Map.of("clientSecret", Secret.of("s"));
  }

  private static Credential credential(Map<String, String> fields, Map<String, Secret> secrets) {
    Map<String, String> all =
        new HashMap<>(Map.of("tokenUrl", "https://login.example/token", "clientId", "orders-job"));
    all.putAll(fields);
    return new Credential("orders", AppCredentials.CLIENT_CREDENTIALS, all, secrets);
  }
}
