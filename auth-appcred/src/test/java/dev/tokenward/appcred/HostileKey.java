package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;

/** What nobody exports, and somebody may hand in. */
final class HostileKey {

  private static final ASN1ObjectIdentifier SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

  private HostileKey() {}

  static byte[] withRounds(int rounds) throws IOException {
    return encrypted(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], rounds));
  }

  static byte[] withScrypt(int cost) throws IOException {
    ASN1Encodable[] parameters = {
      new DEROctetString(new byte[16]),
      new ASN1Integer(cost),
      new ASN1Integer(8),
      new ASN1Integer(1)
    };
    return encrypted(SCRYPT, new DERSequence(parameters));
  }

  private static byte[] encrypted(ASN1ObjectIdentifier derivation, ASN1Encodable parameters)
      throws IOException {
    EncryptionScheme cipher =
        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2,
            new PBES2Parameters(new KeyDerivationFunc(derivation, parameters), cipher));
    return encrypted(algorithm);
  }

  /** Encrypted by a method that has parameters, and does not say them. */
  static byte[] withoutParameters() throws IOException {
    return encrypted(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2));
  }

  private static byte[] encrypted(AlgorithmIdentifier algorithm) throws IOException {
    byte[] key = new EncryptedPrivateKeyInfo(algorithm, new byte[64]).getEncoded();
    return KeyForm.pem(new PemObject("ENCRYPTED PRIVATE KEY", key)).getBytes(US_ASCII);
  }

  /** Sequences in sequences, none of which ends. */
  static byte[] nested(String type) throws IOException {
    return KeyForm.pem(new PemObject(type, sequences())).getBytes(US_ASCII);
  }

  static byte[] nestedPkcs12() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(new byte[] {0x30, (byte) 0x80, 2, 1, 3});
    content.write(sequences());
    return content.toByteArray();
  }

  private static byte[] sequences() {
    byte[] content = new byte[400_000];
    Arrays.fill(content, (byte) 0x30);
    for (int i = 1; i < content.length; i += 2) {
      content[i] = (byte) 0x80;
    }
    return content;
  }
}
