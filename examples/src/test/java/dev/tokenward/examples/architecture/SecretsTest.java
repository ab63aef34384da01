package dev.tokenward.examples.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import dev.tokenward.core.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where secrets and tokens are read. A new place needs a reason and a line in the threat model. */
class SecretsTest {

  private static final Set<String> PLACES =
      Set.of(
          "StoredToken.basic",
          "KeptRow.holds",
          "StateText.row",
          "PlacedRows.changed",
          "RotationRow.of",
          "RotationRow.secret",
          "PatFormat.fits",
          "ClientSecretProvider.proof",
          "ClientAuthentication.pair",
          "ClientAuthentication.fields",
          "PemKey.first",
          "MsalGrant.onBehalf",
          "CertificateProof.passphrase",
          "CertificateProvider.content",
          "JobQuestion.get",
          "Authentication.sdk",
          "Authentication.signer",
          "TokenCall.redeem",
          "TokenCall.refresh",
          "TokenCall.prove",
          "Provider.end",
          "GrantState.token",
          "GrantText.of",
          "GrantText.read",
          "FileJournal.sealed",
          "FileJournal.keyOf",
          "Apply.secrets",
          "SecretText.joined",
          "SecretText.read",
          "Argon2Cost.key",
          "ConfiguredRecords.add",
          "KeyedHash.<init>",
          "SecretBytes.write",
          "VaultTokens.<init>");

  @Test
  void secrets_areRevealedInTheListedPlacesOnly() {
    assertThat(
            Product.classes().stream()
                .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                .filter(SecretsTest::reveals)
                .map(access -> place(access.getOrigin()))
                .collect(toSet()))
        .isEqualTo(PLACES);
  }

  private static boolean reveals(JavaCodeUnitAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Secret.class)
        && access.getTarget().getName().equals("reveal");
  }

  private static String place(JavaMember member) {
    return member.getOwner().getSimpleName() + "." + member.getName();
  }

  @Test
  void threatModel_namesEveryPlace() throws IOException {
    assertThat(Documents.text("docs/threat-model.md"))
        .contains(PLACES.stream().map(place -> "`" + place + "`").toList());
  }

  /** A stored token has no {@code value()}, and of its header the API knows nothing. */
  @Test
  void tokens_leaveTheVaultInTheListedPlacesOnly() {
    assertThat(
            Product.users(
                Product.classes("vault"),
                "dev\\.tokenward\\.core\\.\\w+Token\\.(authorization|value)"))
        .isEqualTo(
            Map.of(
                "core.AccessToken.authorization",
                Set.of("vault.proxy.InjectingProxy", "vault.upstream.ConnectionTest"),
                "core.MintedToken.value",
                Set.of("vault.api.CredentialRoutes", "vault.api.OAuth", "vault.lease.Issuer")));
  }
}
