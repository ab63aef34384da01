package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintingSourceContract;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** With the canary as the passphrase of the key. */
class CertificateContractTest extends MintingSourceContract {

  private static final MadeCertificate MADE = MadeCertificate.rsa();

  @Override
  protected TokenSource open(TokenRuntime runtime, Secret secret) {
    Credential credential =
        new Credential(
            "ado-app",
            AppCredentials.CLIENT_CERTIFICATE,
            Map.of("tenant", "contoso.com", "clientId", "11111111-2222-3333-4444-555555555555"),
            Map.of("certificate", encrypted(secret), "passphrase", secret));
    return new CertificateProvider().open(credential, runtime);
  }

  private static Secret encrypted(Secret passphrase) {
    try {
      byte[] pem = KeyForm.PKCS8_ENCRYPTED.write(MADE, passphrase.reveal());
      return Secret.of(new String(pem, StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected HttpSender.Response granted(String token) {
    return Answers.token(token);
  }

  @Override
  protected HttpSender.Response refused(String echo) {
    return Answers.error("invalid_client", "AADSTS700027: " + echo);
  }
}
