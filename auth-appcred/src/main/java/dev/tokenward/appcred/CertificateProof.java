package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.tokenward.core.Secret;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves an app by a statement that MSAL4J signs with the key of its certificate (RFC 7523, 2.2).
 *
 * @param place what key and certificate come from, for messages
 * @param content key and certificate in a form that {@link KeyContent} reads
 * @param passphrase of what is encrypted in it
 * @param sendsChain whether the statement brings the certificates along
 */
record CertificateProof(
    String place,
    Supplier<byte[]> content,
    @Nullable Secret passphrase,
    boolean sendsChain,
    InstantSource clock)
    implements Proof {

  @Override
  public IClientCredential now() {
    try {
      ClientCertificate certificate =
          KeyContent.read(content.get(), passphrase(passphrase)).validAt(clock.instant());
      return ClientCredentialFactory.createFromCertificateChain(
          certificate.key(), certificate.chain());
    } catch (UnusableCertificateException e) {
      throw e.problem().exception(place);
    }
  }

  static char @Nullable [] passphrase(@Nullable Secret passphrase) {
    return passphrase == null ? null : passphrase.reveal().toCharArray();
  }
}
