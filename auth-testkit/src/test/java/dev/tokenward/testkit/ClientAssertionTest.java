package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.OidcIssuer;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class ClientAssertionTest {

  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String AUDIENCE = "api://AzureADTokenExchange";

  private static KeyPair keys;
  private static KeyPair others;
  private static X509Certificate certificate;

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;
  private JWSHeader header;
  private JWTClaimsSet.Builder claims;

  ClientAssertionTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeAll
  static void make() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    others = generator.generateKeyPair();
    X500Name name = new X500Name("CN=app");
    Date from = Date.from(NOW.minus(Duration.ofDays(9)));
    Date until = Date.from(NOW.plus(Duration.ofDays(9)));
    certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name, BigInteger.TEN, from, until, name, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
  }

  @BeforeEach
  void register() throws Exception {
    emulator.clock(() -> NOW);
    app = emulator.entra().app("contoso");
    app.addCertificate(certificate);
    header = header("PS256", "x5t#S256", thumbprint("SHA-256"));
    claims =
        new JWTClaimsSet.Builder()
            .issuer(app.clientId())
            .subject(app.clientId())
            .audience(emulator.authority("contoso") + "/oauth2/v2.0/token")
            .jwtID(UUID.randomUUID().toString())
            .notBeforeTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plusSeconds(600)));
  }

  private static JWSHeader header(String algorithm, String name, String value) throws Exception {
    return JWSHeader.parse(Map.of("alg", algorithm, name, value));
  }

  private static String thumbprint(String digest) throws Exception {
    byte[] hash = MessageDigest.getInstance(digest).digest(certificate.getEncoded());
    return Base64.getEncoder().encodeToString(hash);
  }

  @ParameterizedTest
  @CsvSource({"RS256, x5t, SHA-1", "PS256, x5t, SHA-1", "RS256, x5t#S256, SHA-256"})
  void token_eitherThumbprintAndAlgorithm_isIssued(String algorithm, String name, String digest)
      throws Exception {
    header = header(algorithm, name, thumbprint(digest));
    assertThat(answer()).contains("access_token");
    claims.jwtID("another");
    header =
        header(
            algorithm,
            name,
            thumbprint(digest).replace('+', '-').replace('/', '_').replace("=", ""));
    assertThat(answer()).contains("access_token");
  }

  @Test
  void token_tenantById_isIssued() throws Exception {
    claims.audience(emulator.authority(app.tenant().id()) + "/oauth2/v2.0/token");
    assertThat(answer()).contains("access_token");
  }

  @Test
  void token_certificateNotUploaded_is700027() throws Exception {
    app.removeCertificate(certificate);
    assertThat(answer()).contains("AADSTS700027");
  }

  @Test
  void token_certificateExpired_is700027() throws Exception {
    emulator.clock(() -> NOW.plus(Duration.ofDays(10)));
    assertThat(answer()).contains("AADSTS700027");
  }

  @Test
  void token_keyOfAnother_is700027() throws Exception {
    assertThat(answer(signed(others))).contains("AADSTS700027");
  }

  @Test
  void token_otherAlgorithm_is700027() throws Exception {
    header = header("RS512", "x5t#S256", thumbprint("SHA-256"));
    assertThat(answer()).contains("AADSTS700027");
  }

  @Test
  void token_noThumbprint_is700027() throws Exception {
    header = new JWSHeader(JWSAlgorithm.RS256);
    assertThat(answer()).contains("AADSTS700027");
  }

  @Test
  void token_noJwt_is700027() throws Exception {
    assertThat(answer("a.b.c")).contains("AADSTS700027");
  }

  @Test
  void token_otherAudience_is700021() throws Exception {
    claims.audience(emulator.authority("contoso"));
    assertThat(answer()).contains("AADSTS700021");
  }

  @Test
  void token_otherSubject_is700021() throws Exception {
    claims.subject("somebody");
    assertThat(answer()).contains("AADSTS700021");
  }

  @ParameterizedTest
  @CsvSource({"299, true", "301, false"})
  void token_timesOff_isTakenWithinFiveMinutes(int seconds, boolean taken) throws Exception {
    claims.expirationTime(Date.from(NOW.minusSeconds(seconds)));
    assertThat(answer()).contains(taken ? "access_token" : "AADSTS700024");
    claims
        .jwtID("another")
        .expirationTime(Date.from(NOW.plusSeconds(600)))
        .notBeforeTime(Date.from(NOW.plusSeconds(seconds)));
    assertThat(answer()).contains(taken ? "access_token" : "AADSTS700024");
  }

  @Test
  void token_noExpiry_is700024() throws Exception {
    claims.expirationTime(null);
    assertThat(answer()).contains("AADSTS700024");
  }

  @Test
  void token_assertionUsedBefore_isRefusedToAllButTheSameRequest() throws Exception {
    String assertion = signed(keys);
    assertThat(answer(assertion, "client-request-id", "one")).contains("access_token");
    assertThat(answer(assertion, "client-request-id", "one")).contains("access_token");
    assertThat(answer(assertion, "client-request-id", "two")).contains("AADSTS50012");
    assertThat(answer(assertion)).contains("AADSTS50012");
    claims.jwtID(null);
    assertThat(answer()).contains("AADSTS50012");
  }

  @Test
  void token_otherTypeOfAssertion_is7000218() throws Exception {
    Map<String, String> form = form(signed(keys));
    form.put("client_assertion_type", "saml");
    assertThat(client.form("/contoso/oauth2/v2.0/token", form).body()).contains("AADSTS7000218");
  }

  @Test
  void token_federated_isIssuedToTheSubjectOfTheIssuer() throws Exception {
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.example");
    app.trust(cluster, "main", "other");
    app.trust(cluster, "pod");

    assertThat(answer(said(cluster, "pod", AUDIENCE))).contains("access_token");
    assertThat(answer(said(cluster, "main", "other"))).contains("access_token");
    assertThat(answer(said(cluster, "Pod", AUDIENCE))).contains("AADSTS700213");
    assertThat(answer(said(cluster, "main", "none"))).contains("AADSTS700212");
    assertThat(answer(said(emulator.entra().issuer("https://cluster.example/"), "pod", AUDIENCE)))
        .contains("AADSTS700211");
    assertThat(answer(said(emulator.entra().issuer("https://cluster.example"), "pod", AUDIENCE)))
        .contains("AADSTS700027");
    emulator.clock(() -> NOW.plusSeconds(3901));
    assertThat(answer(said(cluster, "pod", AUDIENCE))).contains("AADSTS700024");
  }

  private static String said(OidcIssuer issuer, String subject, String audience) {
    return issuer.assertion(subject, audience, NOW, Duration.ofHours(1));
  }

  private String answer(String assertion, String... headers) throws Exception {
    return client.form("/contoso/oauth2/v2.0/token", form(assertion), headers).body();
  }

  private String answer() throws Exception {
    return answer(signed(keys));
  }

  private Map<String, String> form(String assertion) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", app.clientId());
    form.put("client_assertion_type", TYPE);
    form.put("client_assertion", assertion);
    form.put("scope", "499b84ac-1321-427f-aa17-267ca6975798/.default");
    return form;
  }

  private String signed(KeyPair by) throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(new RSASSASigner(by.getPrivate()));
    return jwt.serialize();
  }
}
