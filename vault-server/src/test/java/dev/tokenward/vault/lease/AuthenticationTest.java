package dev.tokenward.vault.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.core.FakeClock;
import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.lease.Issuer.Issued;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

  private static final String VAULT = "http://127.0.0.1:8220";
  private static final Caller CI = new Caller("id-of-ci", "ci");

  private final FakeClock clock = new FakeClock();
  private final SecureRandom random = new SecureRandom();
  private final KeptRecords records =
      new KeptRecords(clock).caller("ci", "s:e").credential("ado", "test", Map.of(), Map.of());
  private final KeyedHash hash = records.hash();
  private final VaultTokens tokens = records.tokens(URI.create(VAULT));
  private final Issuer issuer = new Issuer(tokens, hash, random, clock);
  private final Leases leases = new Leases(clock, records.store());
  private final Authentication authentication =
      new Authentication(new Callers(records.store(), hash), tokens, issuer, leases);

  @Test
  void caller_clientSecretWithColon_isTheCaller() {
    assertThat(authentication.caller(basic("ci", "s:e"))).isEqualTo(CI);
  }

  @Test
  void caller_vaultToken_isTheCallerUntilRevokedOrExpired() {
    Issued issued = issuer.vaultToken(CI);
    String header = "Bearer " + issued.token();
    assertRefused(header);
    leases.add(issued.lease());
    assertThat(authentication.caller(header)).isEqualTo(CI);
    leases.revoke(List.of(issued.lease()));
    assertRefused(header);
  }

  @Test
  void caller_expiredVaultToken_isRefused() {
    Issued issued = issuer.vaultToken(CI);
    leases.add(issued.lease());
    clock.advance(Issuer.VAULT_TOKEN_LIFE);
    assertRefused("Bearer " + issued.token());
  }

  @Test
  void proxyCaller_virtualPat_worksAsBearerAndAsPasswordOfAnyone() {
    Issued pat = pat();
    for (String header :
        List.of("bearer " + pat.token(), basic("", pat.token()), basic("x", pat.token()))) {
      assertThat(authentication.proxyCaller(header)).isEqualTo(new ProxyIdentity(CI, pat.lease()));
    }
  }

  @Test
  void caller_virtualPat_isRefusedBecauseItIsForTheProxyOnly() {
    Issued pat = pat();
    assertRefused("Bearer " + pat.token());
    assertRefused(basic("", pat.token()));
  }

  @Test
  void caller_brokeredLeaseId_opensNothing() {
    assertRefused("Bearer " + pat().lease().id());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Basic",
        "Basic !!",
        "Basic Y2k=",
        "Bearer a.b.c",
        "Digest x",
        "twp_"
      })
  void caller_anythingElse_isRefused(String header) {
    assertRefused(header);
  }

  @Test
  void caller_tokenOfAnotherKeyOrWithoutSignature_isRefused() throws JOSEException {
    Issued issued = issuer.vaultToken(CI);
    leases.add(issued.lease());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(VAULT)
            .audience(VAULT)
            .jwtID(issued.lease().id())
            .expirationTime(Date.from(clock.instant().plusSeconds(60)))
            .build();
    ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .jwk(foreign.toPublicJWK())
                .build(),
            claims);
    forged.sign(new ECDSASigner(foreign));
    assertRefused("Bearer " + forged.serialize());
    assertRefused("Bearer " + new PlainJWT(claims).serialize());
  }

  @Test
  void caller_tokenOfAnotherVault_isRefused() {
    VaultTokens other = records.tokens(URI.create("http://127.0.0.1:9"));
    Issued issued = new Issuer(other, hash, random, clock).vaultToken(CI);
    leases.add(issued.lease());
    assertRefused("Bearer " + issued.token());
  }

  private Issued pat() {
    Issued pat = issuer.virtualPat(CI, ado(), null, Duration.ofHours(1), RequestRules.ANY);
    leases.add(pat.lease());
    return pat;
  }

  private void assertRefused(String header) {
    assertThatThrownBy(() -> authentication.caller(header))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.UNAUTHENTICATED));
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private KeptCredential ado() {
    return new KeptCredential(
        records.store().find(CredentialRecord.NOUN, "ado").orElseThrow(), false, List.of());
  }
}
