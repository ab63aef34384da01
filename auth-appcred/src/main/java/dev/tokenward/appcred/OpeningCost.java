package dev.tokenward.appcred;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What it costs to turn a passphrase into the key of an encrypted PKCS#8: whoever wrote it says so,
 * and whoever hands it in may not keep the machine busy. PKCS#12 is bounded by the JDK.
 */
final class OpeningCost {

  /** Far above what tools choose, and half a second's work. */
  private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(1_000_000);

  /** Four times as much as OpenSSL uses by default. */
  private static final BigInteger MOST_BYTES = BigInteger.valueOf(64L << 20);

  /** RFC 7914, 7.1. */
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";

  private static final BigInteger BYTES_PER_BLOCK = BigInteger.valueOf(128);

  private OpeningCost() {}

  /** Whether opening what {@code cipher} encrypted is a matter of moments. */
  static boolean isSensible(AlgorithmIdentifier cipher) {
    if (PKCSObjectIdentifiers.id_PBES2.equals(cipher.getAlgorithm())) {
      return isSensible(PBES2Parameters.getInstance(cipher.getParameters()).getKeyDerivationFunc());
    }
    return few(PKCS12PBEParams.getInstance(cipher.getParameters()).getIterations());
  }

  private static boolean isSensible(KeyDerivationFunc derivation) {
    if (SCRYPT.equals(derivation.getAlgorithm().getId())) {
      return bytes(ASN1Sequence.getInstance(derivation.getParameters())).compareTo(MOST_BYTES) <= 0;
    }
    return few(PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount());
  }

  /** What the cost, the size and the number of blocks make together; salt comes before them. */
  private static BigInteger bytes(ASN1Sequence scrypt) {
    return IntStream.rangeClosed(1, 3)
        .mapToObj(i -> ASN1Integer.getInstance(scrypt.getObjectAt(i)).getPositiveValue())
        .reduce(BYTES_PER_BLOCK, BigInteger::multiply);
  }

  private static boolean few(BigInteger rounds) {
    return rounds.compareTo(MOST_ROUNDS) <= 0;
  }
}
